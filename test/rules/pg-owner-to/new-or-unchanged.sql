-- expects nothing
--- history
ALTER TABLE payments OWNER TO billing;
--- migration
ALTER TABLE payments OWNER TO billing;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes OWNER TO billing;
CREATE TYPE pair AS (one text, two text);
ALTER TYPE pair OWNER TO billing;
