-- expects nothing
--- history
CREATE TABLE tags (id bigint PRIMARY KEY, label text);
--- migration
-- tenant-column-add-not-null-directly says how a tenant comes to the rows.
ALTER TABLE tags ADD COLUMN tenant_id uuid NOT NULL;
