-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
DROP TABLE IF EXISTS plans;
--^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-public-write error no fix
UPDATE tenants SET name = 'x';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-public-write warning no fix
ALTER TABLE tenants ADD COLUMN plan text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-public-write warning no fix
TRUNCATE accounts, tenants;
--^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-public-write warning no fix
CREATE INDEX ON tenants (name);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-search-path-public-write warning no fix
