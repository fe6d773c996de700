-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
--- migration
SET LOCAL lock_timeout = '2s';
DROP INDEX IF EXISTS accounts_owner_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info fix
ALTER TABLE accounts ADD COLUMN note text;
--- rollback
ALTER TABLE accounts DROP COLUMN note;
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
