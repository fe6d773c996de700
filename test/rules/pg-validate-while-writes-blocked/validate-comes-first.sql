-- expects nothing
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name IS NOT NULL) NOT VALID;
--- migration
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
