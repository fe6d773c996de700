-- expects findings
--- policy
-- rules: { pg-ddl-dml-mixed: warning }
--- migration
INSERT INTO users (tenant_id, email) SELECT tenant_id, owner_email FROM accounts WHERE owner_email IS NOT NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-ddl-dml-mixed warning
ALTER TABLE users ALTER COLUMN name SET DEFAULT '';
