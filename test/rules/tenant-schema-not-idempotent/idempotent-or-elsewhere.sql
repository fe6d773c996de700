-- expects nothing
--- policy
-- tenancy: { model: schema }
-- rules: { tenant-schema-not-idempotent: hint }
--- migration
CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS phone text;
