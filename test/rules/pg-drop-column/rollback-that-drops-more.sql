-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN status text;
--- rollback (linted)
ALTER TABLE accounts DROP COLUMN status, DROP COLUMN owner_email;
--                                       ^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-column warning
