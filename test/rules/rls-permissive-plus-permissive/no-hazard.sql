-- expects nothing
--- history
CREATE ROLE support;
--- migration
CREATE POLICY accounts_named ON accounts AS RESTRICTIVE USING (email IS NOT NULL);
CREATE POLICY accounts_support ON accounts TO support USING (email IS NOT NULL);
CREATE POLICY users_named ON users USING (email IS NOT NULL);
CREATE POLICY accounts_all ON accounts USING (true);
