-- expects findings
--- migration
TRUNCATE payments CASCADE;
--^^^^^^^^^^^^^^^^^^^^^^^ pg-truncate warning
