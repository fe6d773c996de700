-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN plan_id bigint REFERENCES plans (id);
ALTER TABLE invoices ADD COLUMN plan_id bigint;
