-- expects findings
--- policy
-- tenancy: { model: schema }
-- rules: { tenant-schema-not-idempotent: hint }
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-not-idempotent hint fix
ALTER TABLE accounts ADD COLUMN phone text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-not-idempotent hint fix
