-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
ALTER TABLE tenant_42.accounts ADD COLUMN phone text;
--          ^^^^^^^^^ tenant-schema-hardcoded warning fix
CREATE VIEW open_invoices AS SELECT * FROM "tenant_42".invoices i JOIN tenant_42.accounts a ON a.id = i.account_id;
--                                         ^^^^^^^^^^^ tenant-schema-hardcoded warning fix
ALTER TABLE public.accounts ADD COLUMN fax text;
--          ^^^^^^ tenant-schema-hardcoded warning fix
DROP FUNCTION IF EXISTS tenant_42.total(uuid);
--                      ^^^^^^^^^ tenant-schema-hardcoded warning fix
SET LOCAL search_path = tenant_42, public;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-hardcoded warning no fix
GRANT USAGE ON SCHEMA tenant_42 TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-hardcoded warning no fix
