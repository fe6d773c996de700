-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, body text);
ALTER TABLE notes ADD FOREIGN KEY (tenant_id) REFERENCES tenants (id);
CREATE TABLE remarks (
  id bigint PRIMARY KEY, tenant_id uuid NOT NULL, account_id uuid NOT NULL,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
-- A reference of another type is not possible: tenant-column-type-mismatch says it.
CREATE TABLE marks (id bigint PRIMARY KEY, tenant_id text NOT NULL);
