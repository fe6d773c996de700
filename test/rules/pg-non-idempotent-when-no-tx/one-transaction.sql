-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY);
CREATE TABLE districts (id bigint PRIMARY KEY);
