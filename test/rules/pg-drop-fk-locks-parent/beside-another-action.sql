-- expects findings
--- migration
ALTER TABLE payments ADD COLUMN note text, DROP CONSTRAINT payments_account_id_fkey, DROP COLUMN reference;
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-fk-locks-parent info
