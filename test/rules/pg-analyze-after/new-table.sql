-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name varchar(20) NOT NULL);
ALTER TABLE regions ALTER COLUMN name TYPE varchar(40);
CREATE INDEX regions_name_lower_idx ON regions (lower(name));
