-- expects nothing
--- history
CREATE TABLE visits (id bigint PRIMARY KEY, came timestamp, went timestamptz);
--- migration
SET LOCAL TimeZone = 'UTC';
ALTER TABLE visits ALTER COLUMN came TYPE timestamptz, ALTER COLUMN went TYPE timestamp;
