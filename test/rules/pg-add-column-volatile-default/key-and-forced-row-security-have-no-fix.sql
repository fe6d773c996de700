-- expects findings
--- migration
ALTER TABLE users ADD COLUMN public_id uuid UNIQUE DEFAULT gen_random_uuid();
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-volatile-default warning
ALTER TABLE accounts ADD COLUMN public_id uuid DEFAULT gen_random_uuid();
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-volatile-default warning
