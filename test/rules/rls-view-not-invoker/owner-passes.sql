-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
CREATE VIEW names AS SELECT id, name FROM users;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-view-not-invoker warning fix
CREATE VIEW lists (id) WITH (security_barrier = true) AS SELECT id FROM users;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-view-not-invoker error fix
GRANT SELECT ON lists TO app_user;
