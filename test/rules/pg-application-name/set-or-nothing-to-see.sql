-- expects nothing
--- policy
-- rules: { pg-application-name: hint }
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY);
SET LOCAL application_name = 'migration 0042';
ALTER TABLE accounts ADD COLUMN external_id text;
