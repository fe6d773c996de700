-- expects nothing
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- file db/migrations/V0003__validate.sql
-- ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
