-- expects nothing
--- policy
-- tenancy: { model: database }
--- migration
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'UTC');
END $$;
ALTER DATABASE ${database} SET timezone = 'UTC';
ALTER TABLE accounts ADD COLUMN phone text;
