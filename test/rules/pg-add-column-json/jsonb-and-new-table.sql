-- expects nothing
--- migration
ALTER TABLE users ADD COLUMN settings jsonb;
ALTER TABLE users ADD COLUMN other "JSON_LIKE";
CREATE TABLE notes (id bigint PRIMARY KEY, source json);
ALTER TABLE notes ADD COLUMN other json;
