-- expects findings
--- migration
DROP TABLE invoice_lines CASCADE;
--                       ^^^^^^^ pg-drop-cascade info fix
DROP FUNCTION unknown_to_history() CASCADE;
--                                 ^^^^^^^ pg-drop-cascade info fix
