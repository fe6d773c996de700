-- expects nothing
--- migration
DO $$
BEGIN
  ALTER TABLE accounts ADD COLUMN external_id text;
  EXECUTE 'ALTER TABLE accounts ' || 'ADD COLUMN other_id text';
END $$;
