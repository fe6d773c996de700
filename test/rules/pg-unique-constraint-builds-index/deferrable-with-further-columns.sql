-- expects findings
-- framework: plain
--- migration
ALTER TABLE invoices
  ADD CONSTRAINT invoices_note_key UNIQUE NULLS NOT DISTINCT (tenant_id, note) INCLUDE (total) WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unique-constraint-builds-index warning fix
--- rollback
ALTER TABLE invoices DROP CONSTRAINT invoices_note_key;
