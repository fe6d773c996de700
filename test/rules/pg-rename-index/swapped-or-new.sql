-- expects nothing
--- history
CREATE INDEX users_name_idx ON users (name);
CREATE INDEX users_name_new_idx ON users (name) INCLUDE (email);
--- migration
ALTER INDEX users_name_idx RENAME TO users_name_old_idx;
ALTER INDEX users_name_new_idx RENAME TO users_name_idx;
CREATE INDEX users_account_idx ON users (account_id);
ALTER INDEX users_account_idx RENAME TO users_by_account;
ALTER INDEX unknown_to_history RENAME TO something;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes RENAME CONSTRAINT notes_pkey TO notes_key;
