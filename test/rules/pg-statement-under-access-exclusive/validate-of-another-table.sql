-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-under-access-exclusive warning
DELETE FROM payments;
--^^^^^^^^^^^^^^^^^^ pg-statement-under-access-exclusive warning fix
