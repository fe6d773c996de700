-- expects nothing, as no schema and no row is another one after it
-- framework: plain
-- with rollbacks elsewhere
--- migration
SET lock_timeout = '2s';
ANALYZE accounts;
SELECT 1;
