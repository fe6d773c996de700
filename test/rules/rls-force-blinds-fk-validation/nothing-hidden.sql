-- expects nothing
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_check CHECK (balance > 0) NOT VALID;
--- migration
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_balance_check;
ALTER TABLE accounts ADD FOREIGN KEY (parent_id) REFERENCES accounts (id) NOT VALID;
ALTER TABLE users ADD FOREIGN KEY (tenant_id) REFERENCES tenants (id);
CREATE TABLE notes (tenant_id uuid, account_id uuid);
ALTER TABLE notes ADD FOREIGN KEY (account_id) REFERENCES accounts (id);
