-- expects findings
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL,
  slug text NOT NULL UNIQUE,
--                   ^^^^^^ tenant-unique-not-scoped warning fix
  body text
);
