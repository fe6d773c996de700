-- expects findings
--- migration
ALTER TABLE payments ALTER COLUMN amount TYPE numeric(14, 3);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
