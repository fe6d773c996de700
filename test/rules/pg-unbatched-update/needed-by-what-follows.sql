-- expects findings
--- migration
UPDATE accounts SET display_name = email WHERE display_name IS NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning
ALTER TABLE accounts ALTER COLUMN display_name SET NOT NULL;
