-- expects findings
-- with rollbacks elsewhere
--- migration
-- A type change back is not sure to find what was there.
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-missing warning
