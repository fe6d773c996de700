-- expects findings
--- history
ALTER TABLE payments ADD COLUMN organization_id uuid;
CREATE TABLE badges (tenant_id uuid NOT NULL, organization_id uuid, label text);
CREATE INDEX payments_tenant ON payments (tenant_id, reference);
CREATE INDEX badges_tenant ON badges (tenant_id);
--- policy
-- tenancy: { tenantColumn: [tenant_id, organization_id] }
--- migration
-- One tenant column takes the place of another, and the new one leads as well.
DROP INDEX payments_tenant;
CREATE INDEX payments_organization ON payments (organization_id, reference);
DROP INDEX badges_tenant;
--^^^^^^^^^^^^^^^^^^^^^^ tenant-index-drop-leading warning
