-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE VIEW names WITH (security_invoker) AS SELECT id, name FROM users;
CREATE VIEW lists (id, name) WITH (security_barrier = true, security_invoker = on) AS SELECT id, name FROM names;
CREATE VIEW titles WITH (security_invoker = true) AS SELECT id, display_name FROM accounts;
--- migration
CREATE OR REPLACE VIEW names AS SELECT id, name FROM users;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-replace-view-drops-invoker error fix
CREATE OR REPLACE VIEW lists (id, name) WITH (security_barrier = true) AS SELECT id, name FROM names;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-replace-view-drops-invoker error fix
CREATE OR REPLACE VIEW titles AS SELECT id, display_name FROM accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-replace-view-drops-invoker warning fix
