-- expects findings
--- history
CREATE INDEX payments_tenant ON payments (tenant_id, reference);
CREATE INDEX payments_some ON payments (tenant_id) WHERE amount > 0;
CREATE TABLE members (tenant_id uuid NOT NULL, number bigint NOT NULL, CONSTRAINT members_key UNIQUE (tenant_id, number));
--- migration
DROP INDEX payments_tenant;
--^^^^^^^^^^^^^^^^^^^^^^^^ tenant-index-drop-leading warning
ALTER TABLE members DROP CONSTRAINT members_key;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-index-drop-leading warning
