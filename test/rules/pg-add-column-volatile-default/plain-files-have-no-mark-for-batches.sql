-- expects findings
-- framework: plain
--- migration
ALTER TABLE users ADD COLUMN public_id uuid DEFAULT gen_random_uuid();
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-volatile-default warning
