-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-table-locks-fk-parents warning
--- rollback
CREATE TABLE payments (id bigint);
