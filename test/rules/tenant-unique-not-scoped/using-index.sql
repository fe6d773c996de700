-- expects nothing
--- history
CREATE UNIQUE INDEX users_name_key ON users (name);
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE USING INDEX users_name_key;
