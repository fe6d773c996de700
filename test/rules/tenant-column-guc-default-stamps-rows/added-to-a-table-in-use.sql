-- expects findings
--- history
CREATE TABLE legacy (id bigint PRIMARY KEY, body text);
--- migration
ALTER TABLE legacy ADD COLUMN tenant_id uuid DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid NOT NULL;
--                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-guc-default-stamps-rows error fix
