-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
CREATE TABLE regions (id bigint PRIMARY KEY, name varchar(20));
INSERT INTO regions SELECT id, code FROM plans;
ALTER TABLE regions ALTER COLUMN id TYPE integer;
CREATE INDEX regions_name_idx ON regions (name);
UPDATE accounts SET balance = 0;
