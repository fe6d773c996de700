-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
VACUUM accounts;
--^^^^^^^^^^^^^ pg-non-transactional-statement error
ALTER SYSTEM SET work_mem = '8MB';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-transactional-statement error
