-- expects findings
--- history
CREATE SCHEMA archive;
CREATE TABLE archive.payments (id bigint PRIMARY KEY);
CREATE VIEW archive.ids AS SELECT id FROM archive.payments;
CREATE VIEW outside AS SELECT id FROM archive.payments;
--- migration
DROP SCHEMA archive CASCADE;
--                  ^^^^^^^ pg-drop-cascade warning
