-- expects nothing
--- policy
-- runner: { setsTimeouts: true }
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
