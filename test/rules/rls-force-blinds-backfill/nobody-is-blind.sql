-- expects nothing
--- history
CREATE ROLE back_office;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;
CREATE POLICY payments_all ON payments TO back_office USING (true);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_open ON users
  USING (NULLIF(current_setting('app.tenant_id', true), '') IS NULL
    OR tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
--- migration
UPDATE payments SET reference = 'none';
UPDATE users SET name = email;
SELECT count(*) FROM accounts;
WITH accounts AS (SELECT id FROM users) UPDATE invoices SET note = 'x' WHERE id IN (SELECT id FROM accounts);
SET LOCAL row_security = off;
UPDATE accounts SET display_name = email;
