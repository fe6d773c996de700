-- expects nothing
--- migration
-- The old type decides, and nobody knows it.
ALTER TABLE somewhere_else ALTER COLUMN amount TYPE bigint;
