-- expects nothing
--- policy
-- rules: { pg-ddl-dml-mixed: warning }
--- migration
UPDATE accounts SET display_name = 'x' WHERE id = '00000000-0000-0000-0000-000000000000';
CREATE TABLE regions (id bigint PRIMARY KEY, name text);
