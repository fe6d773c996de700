-- expects nothing
--- migration
CREATE TABLE notes (id bigserial PRIMARY KEY);
ALTER TABLE notes ADD COLUMN number serial;
CREATE SEQUENCE users_number_seq;
ALTER TABLE users ADD COLUMN number bigint;
ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');
