-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email);
--- migration
SET LOCAL lock_timeout = '2s';
DROP INDEX accounts_owner_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-replace-index-order warning fix
CREATE INDEX accounts_owner_plan_idx ON accounts (owner_email, plan_id);
UPDATE plans SET code = lower(code);
