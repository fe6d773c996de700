-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY);
CREATE TABLE notes (id bigint PRIMARY KEY, region_id bigint REFERENCES regions (id), parent bigint REFERENCES notes (id));
