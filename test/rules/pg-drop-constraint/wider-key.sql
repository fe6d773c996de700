-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
--- migration
ALTER TABLE users DROP CONSTRAINT users_email_key;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-constraint warning
