-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text NOT NULL);
CREATE RULE regions_kept AS ON DELETE TO regions DO INSTEAD NOTHING;
