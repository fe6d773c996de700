-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
CREATE FUNCTION unpaid() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM invoices $$;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-function-search-path info fix
CREATE FUNCTION unpaid_for_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM invoices $$;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-function-search-path warning fix
