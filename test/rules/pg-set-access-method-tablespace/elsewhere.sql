-- expects findings
--- migration
ALTER TABLE payments SET TABLESPACE fast_disk;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-access-method-tablespace warning
ALTER TABLE users ALTER COLUMN name SET DEFAULT '', SET ACCESS METHOD columnar;
--                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-access-method-tablespace warning
