-- expects nothing
--- history
CREATE VIEW account_names AS SELECT id, display_name FROM accounts;
CREATE VIEW user_names AS SELECT id, name FROM users;
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY);
ALTER TABLE regions ADD COLUMN name text;
DROP VIEW account_names;
DROP VIEW user_names;
ALTER TABLE accounts ADD COLUMN region_id bigint;
COMMENT ON TABLE users IS 'who signs in';
CREATE INDEX users_account_idx ON users (account_id);
