-- expects findings, as the server refuses it, with CONCURRENTLY too
--- migration
DROP INDEX accounts_pkey;
--^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent error
DROP INDEX CONCURRENTLY plans_code_key;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent error
ALTER TABLE plans DROP CONSTRAINT plans_code_key;
