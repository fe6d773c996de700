-- expects findings
--- policy
-- version: 18
--- migration
ALTER TABLE accounts
  ALTER COLUMN display_name SET DEFAULT '',
  ALTER COLUMN email SET NOT NULL;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-not-null-scan warning fix
