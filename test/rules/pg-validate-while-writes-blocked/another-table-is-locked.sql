-- expects nothing
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- migration
ALTER TABLE accounts ADD COLUMN nickname text;
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
