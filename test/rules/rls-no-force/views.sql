-- expects findings
--- history
CREATE VIEW names AS SELECT id, display_name FROM accounts;
--- migration
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-no-force error
