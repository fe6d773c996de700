-- expects nothing
--- policy
-- tenancy: { tenantColumn: [organization_id, tenant_id] }
--- history
ALTER TABLE users ADD COLUMN organization_id uuid REFERENCES tenants (id);
ALTER TABLE accounts ADD COLUMN organization_id uuid REFERENCES tenants (id);
--- migration
ALTER TABLE users DROP COLUMN tenant_id;
ALTER POLICY accounts_isolation ON accounts USING (organization_id = current_setting('app.tenant_id')::uuid)
  WITH CHECK (organization_id = current_setting('app.tenant_id')::uuid);
ALTER TABLE accounts DROP COLUMN tenant_id;
CREATE TABLE notes (tenant_id uuid);
ALTER TABLE notes DROP COLUMN tenant_id;
ALTER TABLE plans ADD COLUMN tenant_id uuid;
ALTER TABLE plans DROP COLUMN tenant_id;
