-- expects nothing
--- migration
CREATE TABLE users_before AS SELECT id, name FROM users;
UPDATE users SET name = trim(name);
--- rollback
UPDATE users SET name = kept.name FROM users_before AS kept WHERE kept.id = users.id;
DROP TABLE users_before;
