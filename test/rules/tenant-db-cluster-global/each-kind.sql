-- expects findings
--- policy
-- tenancy: { model: database }
--- migration
CREATE ROLE reporting;
--^^^^^^^^^^^^^^^^^^^ tenant-db-cluster-global error no fix
ALTER ROLE reporting LOGIN;
--^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-cluster-global warning no fix
DROP ROLE reporting;
--^^^^^^^^^^^^^^^^^ tenant-db-cluster-global error no fix
DROP ROLE IF EXISTS reporting;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-cluster-global warning no fix
