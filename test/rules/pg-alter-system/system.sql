-- expects findings
--- migration
ALTER SYSTEM SET work_mem = '64MB';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-system warning
ALTER SYSTEM RESET work_mem;
--^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-system warning
