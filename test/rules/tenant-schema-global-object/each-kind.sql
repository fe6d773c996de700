-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
CREATE EXTENSION pg_trgm;
--^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-global-object error fix
CREATE EXTENSION IF NOT EXISTS citext;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-global-object warning fix
CREATE ROLE reporting;
--^^^^^^^^^^^^^^^^^^^ tenant-schema-global-object error no fix
CREATE PUBLICATION changes;
--^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-global-object error no fix
