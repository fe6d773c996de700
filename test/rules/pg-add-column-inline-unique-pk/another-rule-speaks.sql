-- expects nothing
--- migration
ALTER TABLE users ADD COLUMN number bigint PRIMARY KEY;
ALTER TABLE users ADD COLUMN other bigserial UNIQUE;
