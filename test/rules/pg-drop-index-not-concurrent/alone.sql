-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
--- migration
DROP INDEX accounts_owner_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info fix
