-- expects findings
--- policy
-- tenancy: { distributed: citus }
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
--          ^^^^^^^^^^^ tenant-pk-missing-tenant info
  tenant_id uuid NOT NULL,
  number integer,
  UNIQUE (tenant_id, number)
);
CREATE UNIQUE INDEX notes_number ON notes (number);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-pk-missing-tenant info
CREATE INDEX notes_plain ON notes (number);
