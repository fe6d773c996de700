-- expects nothing
--- migration
SAVEPOINT before;
ALTER TABLE accounts ADD COLUMN external_id text;
ROLLBACK TO SAVEPOINT before;
