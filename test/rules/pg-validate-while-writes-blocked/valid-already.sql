-- expects nothing
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '');
--- migration
ALTER TABLE users ADD COLUMN nickname text;
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
