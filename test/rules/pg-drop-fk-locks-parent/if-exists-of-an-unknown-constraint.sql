-- expects nothing
--- migration
ALTER TABLE accounts DROP CONSTRAINT IF EXISTS accounts_region_fkey;
