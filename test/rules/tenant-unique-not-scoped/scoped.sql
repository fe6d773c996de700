-- expects nothing
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL,
  slug text NOT NULL,
  UNIQUE (tenant_id, slug)
);
CREATE UNIQUE INDEX notes_lower_slug ON notes (tenant_id, lower(slug));
