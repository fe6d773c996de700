-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_parent_fkey FOREIGN KEY (parent_id) REFERENCES accounts (id);
--- migration
ALTER TABLE accounts DROP CONSTRAINT accounts_parent_fkey;
