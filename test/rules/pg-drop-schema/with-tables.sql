-- expects findings
--- history
CREATE SCHEMA archive;
CREATE TABLE archive.payments (id bigint PRIMARY KEY);
CREATE VIEW archive.ids AS SELECT id FROM archive.payments;
--- migration
DROP SCHEMA archive CASCADE;
--^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-schema warning
DROP SCHEMA unknown_to_history CASCADE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-schema warning
