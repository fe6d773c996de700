-- expects findings
--- history
CREATE TABLE visits (id bigint PRIMARY KEY, came timestamp, went timestamptz);
--- migration
ALTER TABLE visits
  ALTER COLUMN came TYPE timestamptz,
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite info
  ALTER COLUMN went TYPE timestamp;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite info
