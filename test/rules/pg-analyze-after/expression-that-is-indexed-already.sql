-- expects nothing
--- history
CREATE INDEX accounts_email_lower_idx ON accounts (lower(email));
--- migration
CREATE INDEX CONCURRENTLY accounts_tenant_email_lower_idx ON accounts (tenant_id, lower(email));
