-- expects nothing
--- policy
-- tenancy: { rls: optional }
--- migration
GRANT SELECT ON users TO app_user;
