-- expects nothing
--- history
CREATE INDEX users_name_idx ON users (name);
--- migration
SET LOCAL lock_timeout = '2s';
ALTER INDEX users_name_idx RENAME TO members_name_idx;
ALTER TABLE users RENAME TO members;
ALTER TABLE members RENAME CONSTRAINT users_pkey TO members_pkey;
