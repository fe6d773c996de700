-- expects findings
--- history
CREATE TABLE legacy (id bigint PRIMARY KEY, body text);
--- migration
ALTER TABLE legacy ADD COLUMN tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001'::uuid, ADD COLUMN seen date;
--                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-constant-default warning fix
