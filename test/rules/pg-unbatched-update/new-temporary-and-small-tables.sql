-- expects nothing
--- policy
-- production: { rows: { plans: 40, public.users: 10000 } }
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text);
UPDATE regions SET name = 'x';
CREATE TEMPORARY TABLE names AS SELECT id, name FROM users;
UPDATE names SET name = 'x';
UPDATE plans SET code = lower(code);
UPDATE users SET name = 'x';
