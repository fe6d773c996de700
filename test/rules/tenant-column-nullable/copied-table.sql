-- expects findings
--- migration
CREATE TABLE old_users AS SELECT * FROM users;
--           ^^^^^^^^^ tenant-column-nullable warning
