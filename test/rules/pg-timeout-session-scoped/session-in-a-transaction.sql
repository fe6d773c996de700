-- expects findings
--- migration
SET lock_timeout = '2s';
--^^^^^^^^^^^^^^^^^^^^^ pg-timeout-session-scoped info fix
SET SESSION statement_timeout TO '30s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-session-scoped info fix
ALTER TABLE accounts ADD COLUMN external_id text;
