-- expects nothing
--- history
CREATE ROLE maintenance;
CREATE FOREIGN TABLE old_invoices (tenant_id uuid, number text) SERVER archive;
--- migration
GRANT SELECT ON old_invoices TO maintenance;
CREATE FOREIGN TABLE rates (code text, rate numeric) SERVER archive;
GRANT SELECT ON rates TO app_user;
