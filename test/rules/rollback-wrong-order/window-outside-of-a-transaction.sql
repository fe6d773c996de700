-- expects findings
-- framework: plain
--- history
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
--- migration
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON notes TO app_user;
--- rollback (linted)
BEGIN;
COMMIT;
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-wrong-order warning
REVOKE SELECT ON notes FROM app_user;
