SET LOCAL lock_timeout = '2s';

ALTER TABLE accounts VALIDATE CONSTRAINT accounts_parent_fkey;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_not_own_parent;
