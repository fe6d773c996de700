-- expects findings
--- history
ALTER TABLE users ADD COLUMN seen_at timestamp UNIQUE;
--- migration
ALTER TABLE users
  ALTER COLUMN name SET DEFAULT '',
  ALTER COLUMN seen_at TYPE timestamptz;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rebuilds-index warning
