-- expects nothing
--- history
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
--- migration
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON notes TO app_user;
--- rollback (linted)
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
REVOKE SELECT ON notes FROM app_user;
