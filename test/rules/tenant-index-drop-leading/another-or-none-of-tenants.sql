-- expects nothing
--- history
CREATE INDEX payments_tenant ON payments (tenant_id, reference);
CREATE INDEX payments_reference ON payments (reference);
CREATE INDEX users_tenant ON users (tenant_id);
--- migration
DROP INDEX payments_tenant;
CREATE INDEX ON payments (tenant_id, amount);
DROP INDEX users_tenant;
DROP INDEX payments_reference;
CREATE TABLE notes (tenant_id uuid NOT NULL);
CREATE INDEX notes_tenant ON notes (tenant_id);
DROP INDEX notes_tenant;
