-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
CREATE INDEX users_name_idx ON users (name);
--- migration
SET LOCAL lock_timeout = '2s';
DROP INDEX accounts_owner_idx, users_name_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info
