-- expects nothing
--- migration
CREATE TYPE account_kind AS ENUM ('a');
ALTER TABLE accounts ADD COLUMN kind account_kind;
--- rollback (linted)
DROP TABLE IF EXISTS nothing;
ALTER TABLE accounts DROP COLUMN kind;
DROP TYPE account_kind;
