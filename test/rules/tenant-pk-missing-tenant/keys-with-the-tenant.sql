-- expects nothing
--- policy
-- tenancy: { distributed: citus }
--- migration
CREATE TABLE notes (id bigint, tenant_id uuid NOT NULL, PRIMARY KEY (tenant_id, id));
-- A shared table is a reference table, whole on each worker.
ALTER TABLE plans ADD CONSTRAINT plans_code_id_key UNIQUE (code, id);
