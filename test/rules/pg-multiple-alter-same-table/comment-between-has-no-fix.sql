-- expects findings
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
-- every account has a name by now
ALTER TABLE accounts ALTER COLUMN display_name SET NOT NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-multiple-alter-same-table info
