-- expects findings
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
ALTER TABLE accounts ALTER COLUMN display_name SET NOT NULL, ALTER COLUMN email SET DEFAULT '';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-multiple-alter-same-table info fix
ALTER TABLE accounts ADD CONSTRAINT accounts_parent_check CHECK (parent_id <> id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-multiple-alter-same-table info fix
