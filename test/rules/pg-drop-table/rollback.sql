-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
--- rollback (linted)
DROP TABLE notes;
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-table warning
