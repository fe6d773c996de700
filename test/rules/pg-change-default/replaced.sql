-- expects findings
--- migration
ALTER TABLE accounts ALTER COLUMN balance SET DEFAULT 100;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-default info
