-- expects findings
--- policy
-- version: 18
--- migration
ALTER TABLE payments
  ADD COLUMN note text,
  ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-volatile-default warning fix
  ALTER COLUMN reference SET DEFAULT '';
