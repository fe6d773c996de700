-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reporting') THEN
    CREATE ROLE reporting;
  END IF;
END $$;
ALTER ROLE app_user NOINHERIT;
