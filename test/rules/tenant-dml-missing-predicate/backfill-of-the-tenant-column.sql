-- expects nothing
--- history
CREATE TABLE notes (id uuid PRIMARY KEY, account_id uuid NOT NULL, tenant_id uuid, email text);
--- migration
-- The tenant itself is taken over a key that is unique among all tenants.
UPDATE notes n SET tenant_id = a.tenant_id FROM accounts a WHERE a.id = n.account_id;
