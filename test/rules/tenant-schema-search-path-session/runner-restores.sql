-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
SELECT set_config('search_path', 'tenant_42', false);
--     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-session hint fix
