-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
CREATE INDEX CONCURRENTLY IF NOT EXISTS accounts_owner_idx ON accounts (owner_email);
DO $$ BEGIN
  ASSERT (SELECT indisvalid FROM pg_index WHERE indexrelid = 'accounts_owner_idx'::regclass);
END $$;
