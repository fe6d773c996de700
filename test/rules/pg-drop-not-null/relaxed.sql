-- expects findings
--- migration
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-not-null info
ALTER TABLE payments ALTER amount DROP NOT NULL, ALTER reference SET DEFAULT '';
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-not-null info
