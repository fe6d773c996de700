-- expects nothing
--- history
ALTER TABLE payments ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) NOT VALID;
ALTER TABLE payments ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) MATCH FULL NOT VALID;
ALTER TABLE payments ADD FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID;
