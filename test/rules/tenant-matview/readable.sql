-- expects findings
--- history
CREATE ROLE crew;
GRANT crew TO app_user;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE VIEW names AS SELECT name FROM users;
CREATE MATERIALIZED VIEW mails AS SELECT tenant_id, email FROM users;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO crew;
--- migration
GRANT SELECT ON mails TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-matview error
CREATE MATERIALIZED VIEW many AS SELECT name FROM names;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-matview error
