-- expects nothing
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- file db/migrations/V0003__drop.sql
-- DROP TABLE users;
