-- expects nothing
-- framework: plain
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
CREATE INDEX CONCURRENTLY accounts_external_idx ON accounts (external_id);
