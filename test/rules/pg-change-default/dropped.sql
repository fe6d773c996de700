-- expects findings
--- history
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';
--- migration
ALTER TABLE accounts ALTER COLUMN balance DROP DEFAULT;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-default warning
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-default info
ALTER TABLE accounts ADD COLUMN status text NOT NULL DEFAULT 'new';
ALTER TABLE accounts ALTER COLUMN status DROP DEFAULT;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-default warning
