-- expects findings
--- migration
ALTER TABLE users ADD COLUMN handle text UNIQUE;
--                                       ^^^^^^ tenant-unique-not-scoped warning fix
