-- expects nothing
--- policy
-- tenancy: { model: database }
--- migration
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reporting') THEN
    CREATE ROLE reporting;
  END IF;
END $$;
GRANT SELECT ON accounts TO app_user;
CREATE EXTENSION IF NOT EXISTS citext;
