-- expects nothing
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL DEFAULT current_setting('app.tenant_id')::uuid,
  copied_from uuid DEFAULT '00000000-0000-0000-0000-000000000001'
);
ALTER TABLE users ALTER COLUMN tenant_id SET DEFAULT NULL;
ALTER TABLE plans ADD COLUMN tenant_id bigint DEFAULT 1;
ALTER TABLE users ALTER COLUMN tenant_id DROP DEFAULT;
