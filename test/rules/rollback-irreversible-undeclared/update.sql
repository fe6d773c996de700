-- expects findings
--- migration
ALTER TABLE users ADD COLUMN nick text;
UPDATE users SET name = trim(name);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-irreversible-undeclared info fix
--- rollback
ALTER TABLE users DROP COLUMN nick;
