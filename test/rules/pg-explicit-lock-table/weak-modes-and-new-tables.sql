-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text NOT NULL);
LOCK TABLE regions;
LOCK TABLE accounts IN ROW EXCLUSIVE MODE;
LOCK TABLE users IN SHARE UPDATE EXCLUSIVE MODE;
