-- expects nothing
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL,
  public_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  serial_no bigserial UNIQUE
);
