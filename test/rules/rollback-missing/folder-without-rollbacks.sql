-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-missing hint no fix
