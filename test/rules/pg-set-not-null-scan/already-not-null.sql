-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN tenant_id SET NOT NULL;
