-- expects findings
--- migration
DROP DATABASE IF EXISTS reporting;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-database warning
