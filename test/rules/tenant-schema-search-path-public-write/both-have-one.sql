-- expects findings
--- policy
-- tenancy: { model: schema }
--- history
CREATE TABLE plans (id bigint PRIMARY KEY);
--- migration
DROP TABLE IF EXISTS plans;
--^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-public-write warning no fix
