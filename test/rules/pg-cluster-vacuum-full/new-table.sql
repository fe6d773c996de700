-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text NOT NULL);
CLUSTER regions USING regions_pkey;
