-- expects findings
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
