-- expects findings
--- migration
ALTER TABLE invoices ADD COLUMN plan_id bigint DEFAULT 1 REFERENCES plans (id) ON DELETE SET NULL;
--                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-inline-fk warning fix
--- rollback
ALTER TABLE invoices DROP COLUMN plan_id;
