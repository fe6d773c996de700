-- expects findings
-- on an empty schema
--- policy
-- tenancy: { tenantTable: null }
--- history
CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id integer NOT NULL);
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-mismatch warning fix
CREATE TABLE labels (id bigint PRIMARY KEY, tenant_id numeric NOT NULL);
--                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-mismatch warning fix
