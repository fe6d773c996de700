-- expects nothing
-- on an empty schema
--- history
CREATE TABLE tenants (id uuid PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE TABLE returns (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE TABLE members (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id));
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
