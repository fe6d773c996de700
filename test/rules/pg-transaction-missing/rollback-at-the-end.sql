-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
ROLLBACK;
--^^^^^^ pg-transaction-missing warning
