-- expects findings
--- history
CREATE ROLE back_office;
--- migration
-- Whoever writes policies for one role has thought of who may see the table.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enabled-no-policy info
CREATE POLICY back_office_reads ON users FOR SELECT TO back_office USING (true);
