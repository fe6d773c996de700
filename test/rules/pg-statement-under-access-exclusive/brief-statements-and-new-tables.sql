-- expects nothing
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text);
ALTER TABLE regions ADD COLUMN code text;
INSERT INTO regions SELECT id, code FROM plans;
UPDATE regions SET code = name;
ALTER TABLE accounts ADD COLUMN external_id text;
INSERT INTO plans (code) VALUES ('basic');
UPDATE accounts SET external_id = 'x' WHERE id = '00000000-0000-0000-0000-000000000000';
ALTER TABLE users ADD COLUMN external_id text;
