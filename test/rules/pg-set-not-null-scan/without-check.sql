-- expects findings
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-not-null-scan warning fix
--- rollback
ALTER TABLE accounts ALTER COLUMN email DROP NOT NULL;
