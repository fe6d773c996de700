-- expects nothing
--- history
CREATE UNIQUE INDEX plans_code_idx ON plans (code);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
--- migration
ALTER TABLE plans DROP CONSTRAINT plans_code_key;
ALTER TABLE users DROP CONSTRAINT users_email_key, ADD UNIQUE (email);
ALTER TABLE invoices DROP CONSTRAINT invoices_tenant_id_number_key, DROP COLUMN number;
ALTER TABLE payments DROP CONSTRAINT payments_pkey;
