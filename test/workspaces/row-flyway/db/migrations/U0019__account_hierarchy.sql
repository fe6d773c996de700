SET LOCAL lock_timeout = '2s';

ALTER TABLE accounts DROP CONSTRAINT accounts_not_own_parent;
ALTER TABLE accounts DROP CONSTRAINT accounts_parent_fkey;
ALTER TABLE accounts DROP COLUMN parent_id;
