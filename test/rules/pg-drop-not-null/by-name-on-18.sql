-- expects findings
--- policy
-- version: 18
--- migration
ALTER TABLE users DROP CONSTRAINT users_email_not_null;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-not-null info
