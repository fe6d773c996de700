-- expects nothing
--- migration
CREATE TEMPORARY TABLE staging (id bigint);
CREATE TABLE scratch (id bigint);
DROP TABLE scratch;
