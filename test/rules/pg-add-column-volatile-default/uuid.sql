-- expects findings
--- migration
ALTER TABLE users ADD COLUMN public_id uuid DEFAULT gen_random_uuid();
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-volatile-default warning fix
--- rollback
ALTER TABLE users DROP COLUMN public_id;
