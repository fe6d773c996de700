-- expects nothing
--- migration
CREATE TABLE backup AS SELECT * FROM accounts;
CREATE TEMPORARY TABLE staging (LIKE accounts);
CREATE TABLE users_new (LIKE users INCLUDING ALL);
ALTER TABLE users RENAME TO users_old;
ALTER TABLE users_new RENAME TO users;
CREATE TABLE copies (LIKE accounts);
GRANT SELECT ON copies TO app_user;
ALTER TABLE copies ENABLE ROW LEVEL SECURITY;
