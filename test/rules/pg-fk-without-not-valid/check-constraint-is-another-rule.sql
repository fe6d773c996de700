-- expects nothing
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '');
