-- expects findings
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (name);
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-unique-not-scoped warning fix
CREATE UNIQUE INDEX users_email_key ON users (lower(email)) WHERE name IS NOT NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-unique-not-scoped warning fix
