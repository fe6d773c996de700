-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN kind text;
ALTER TABLE accounts ADD CONSTRAINT accounts_kind CHECK (kind <> '');
--- rollback (linted)
ALTER TABLE accounts DROP CONSTRAINT accounts_kind;
ALTER TABLE accounts DROP COLUMN kind;
