-- expects findings
--- history
CREATE TABLE legacy (id bigint PRIMARY KEY, body text);
CREATE FUNCTION own_tenant() RETURNS uuid LANGUAGE sql STABLE RETURN current_setting('app.tenant_id')::uuid;
--- migration
ALTER TABLE legacy ADD COLUMN tenant_id uuid NOT NULL DEFAULT own_tenant();
--                                                    ^^^^^^^^^^^^^^^^^^^^ tenant-column-guc-default-stamps-rows error fix
