-- expects nothing
--- policy
-- rules: { pg-ddl-dml-mixed: warning }
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text);
INSERT INTO regions SELECT id, code FROM plans;
UPDATE regions SET name = 'x';
ALTER TABLE accounts ADD COLUMN region_id bigint;
INSERT INTO plans (code) VALUES ('basic');
