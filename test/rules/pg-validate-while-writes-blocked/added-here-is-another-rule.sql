-- expects nothing
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
