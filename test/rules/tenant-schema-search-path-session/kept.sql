-- expects findings
-- framework: plain
--- policy
-- tenancy: { model: schema }
--- migration
SET search_path = tenant_42, public;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-session warning fix
CREATE FUNCTION become(tenant text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('search_path', tenant, false);
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-session warning fix
END $$;
