-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
UPDATE accounts SET external_id = email;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-under-access-exclusive warning fix
