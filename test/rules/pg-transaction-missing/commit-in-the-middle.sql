-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
--^^^^ pg-transaction-missing warning fix
ALTER TABLE users ADD COLUMN external_id text;
