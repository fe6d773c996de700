-- expects findings
--- migration
CREATE INDEX CONCURRENTLY accounts_owner_idx ON accounts (owner_email);
--- rollback (linted)
DROP INDEX accounts_owner_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info fix
