-- expects nothing
--- policy
-- version: 18
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT ENFORCED;
