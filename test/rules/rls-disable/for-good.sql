-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN note text, DISABLE ROW LEVEL SECURITY;
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-disable error
