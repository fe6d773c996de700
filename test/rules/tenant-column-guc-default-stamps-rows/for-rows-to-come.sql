-- expects nothing
--- history
CREATE TABLE legacy (id bigint PRIMARY KEY, body text);
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL DEFAULT current_setting('app.tenant_id')::uuid
);
ALTER TABLE legacy ADD COLUMN tenant_id uuid;
ALTER TABLE legacy ALTER COLUMN tenant_id SET DEFAULT current_setting('app.tenant_id')::uuid;
ALTER TABLE users ADD COLUMN changed_by text DEFAULT current_setting('app.user', true);
