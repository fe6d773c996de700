-- expects nothing
-- on an empty schema
--- migration
CREATE TABLE tenants (id uuid PRIMARY KEY);
CREATE TABLE accounts (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id));
CREATE TABLE users (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id));
