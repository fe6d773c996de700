-- expects findings
--- migration
ALTER TABLE invoices DROP COLUMN number, DROP COLUMN note;
--                   ^^^^^^^^^^^^^^^^^^ pg-drop-column warning
--                                       ^^^^^^^^^^^^^^^^ pg-drop-column warning
ALTER TABLE IF EXISTS somewhere_else DROP COLUMN anything;
--                                   ^^^^^^^^^^^^^^^^^^^^ pg-drop-column warning
