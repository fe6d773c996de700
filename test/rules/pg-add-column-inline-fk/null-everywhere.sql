-- expects findings
--- migration
ALTER TABLE invoices
  ADD COLUMN plan_id bigint CONSTRAINT "plan REFERENCES" REFERENCES plans DEFERRABLE INITIALLY DEFERRED,
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-inline-fk info fix
  ADD COLUMN other text;
