-- expects findings
--- migration
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody', ALTER COLUMN name SET NOT NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-incomplete warning fix
--- rollback
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
