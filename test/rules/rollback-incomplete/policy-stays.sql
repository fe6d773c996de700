-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN kind text;
CREATE POLICY own ON accounts USING (tenant_id IS NOT NULL);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-incomplete warning fix
GRANT SELECT ON accounts TO app_user;
--- rollback
REVOKE SELECT ON accounts FROM app_user;
ALTER TABLE accounts DROP COLUMN kind;
