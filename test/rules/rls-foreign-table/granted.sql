-- expects findings
--- history
CREATE FOREIGN TABLE old_invoices (tenant_id uuid, number text) SERVER archive;
--- migration
GRANT SELECT ON old_invoices TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-foreign-table warning
