-- expects findings
--- migration
ALTER TABLE payments ALTER COLUMN reference TYPE integer USING reference::integer;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
