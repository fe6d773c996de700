-- expects nothing
--- history
CREATE ROLE support;
CREATE POLICY users_all ON users USING (true);
--- migration
CREATE POLICY users_support ON users TO support USING (true);
CREATE POLICY plans_all ON plans USING (true);
ALTER POLICY users_all ON users RENAME TO users_everything;
CREATE POLICY payments_tmp ON payments USING (true);
DROP POLICY payments_tmp ON payments;
