-- expects findings
--- history
CREATE SCHEMA archive;
CREATE TABLE archive.payments (id bigint PRIMARY KEY);
--- migration
DROP SCHEMA archive;
--^^^^^^^^^^^^^^^^^ pg-drop-schema error
