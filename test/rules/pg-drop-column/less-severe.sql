-- expects findings
--- history
ALTER TABLE users ADD COLUMN shouted text GENERATED ALWAYS AS (upper(name)) STORED;
GRANT SELECT ON accounts TO app_user;
GRANT SELECT, INSERT ON invoices TO app_user;
--- history
REVOKE ALL ON invoices FROM app_user;
GRANT SELECT (id, number) ON invoices TO app_user;
--- migration
ALTER TABLE users DROP COLUMN shouted;
--                ^^^^^^^^^^^^^^^^^^^ pg-drop-column info
ALTER TABLE invoices DROP COLUMN note;
--                   ^^^^^^^^^^^^^^^^ pg-drop-column info
ALTER TABLE invoices DROP COLUMN number;
--                   ^^^^^^^^^^^^^^^^^^ pg-drop-column warning
