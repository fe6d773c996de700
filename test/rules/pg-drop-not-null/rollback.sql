-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
--- rollback (linted)
ALTER TABLE accounts ALTER COLUMN email DROP NOT NULL;
