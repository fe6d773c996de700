-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid REFERENCES tenants (id));
ALTER TABLE notes ALTER COLUMN tenant_id SET NOT NULL;
CREATE TABLE labels (tenant_id uuid, name text, PRIMARY KEY (tenant_id, name));
CREATE TABLE tags (tenant_id uuid CHECK (tenant_id IS NOT NULL), name text);
