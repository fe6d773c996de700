-- expects nothing
--- policy
-- rules:
--   pg-cached-plan-invalid: info
--- migration
ALTER TABLE users ALTER COLUMN name SET DEFAULT '', ADD CHECK (name <> '') NOT VALID;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN body text;
ALTER TABLE invoices RENAME CONSTRAINT invoices_pkey TO invoices_key;
