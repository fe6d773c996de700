-- expects findings
--- history
CREATE ROLE readers;
GRANT readers TO app_user;
GRANT SELECT ON accounts TO app_user;
GRANT SELECT ON payments TO readers;
--- migration
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-table warning
