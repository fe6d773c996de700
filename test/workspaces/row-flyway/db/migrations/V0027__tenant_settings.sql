-- One row a tenant, so the tenant is the key.
SET LOCAL lock_timeout = '2s';

CREATE TABLE tenant_settings (
  tenant_id              uuid PRIMARY KEY REFERENCES tenants (id),
  invoice_number_prefix  text NOT NULL DEFAULT 'INV-',
  reminder_days          integer[] NOT NULL DEFAULT '{7,14,30}',
  branding               jsonb NOT NULL DEFAULT '{}',
  time_zone              text NOT NULL DEFAULT 'UTC'
);

ALTER TABLE tenant_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_settings FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_settings_isolation ON tenant_settings TO app_user
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON tenant_settings TO app_user;

INSERT INTO tenant_settings (tenant_id)
SELECT id FROM tenants;
