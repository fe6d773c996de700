-- expects findings
-- with rollbacks elsewhere
--- migration
-- The values are rounded for good, which the rollback says of itself.
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-missing warning fix
