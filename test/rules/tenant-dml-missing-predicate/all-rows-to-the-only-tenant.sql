-- expects findings
--- history
CREATE TABLE notes (id uuid PRIMARY KEY, tenant_id uuid, body text);
CREATE TABLE labels (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
--- migration
-- Rows that have no tenant yet get the one that there is.
UPDATE notes SET tenant_id = (SELECT id FROM tenants LIMIT 1);
--                                           ^^^^^^^ tenant-dml-missing-predicate warning
-- Rows that have one lose it.
UPDATE labels SET tenant_id = (SELECT id FROM tenants LIMIT 1);
--                                            ^^^^^^^ tenant-dml-missing-predicate error
