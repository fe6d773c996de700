-- expects findings
--- policy
-- rules: { pg-ddl-dml-mixed: warning }
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
INSERT INTO plans (code) VALUES ('basic');
DELETE FROM users WHERE id = '00000000-0000-0000-0000-000000000000';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-ddl-dml-mixed warning fix
