-- expects findings
--- history
CREATE DOMAIN short_text AS text CHECK (length(VALUE) < 10);
CREATE TABLE matrix (
  id integer PRIMARY KEY,
  code varchar(20),
  body text,
  exact numeric(10, 2),
  at_ms timestamp(3),
  span interval(2),
  tags varchar(20)[],
  letters char(4)
);
--- migration
ALTER TABLE matrix ALTER COLUMN id TYPE bigint;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN code TYPE varchar(10);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN body TYPE varchar(50);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN body TYPE short_text;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN exact TYPE numeric(12, 3);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN exact TYPE numeric(8, 2);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN at_ms TYPE timestamp(0);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN at_ms TYPE timestamptz USING at_ms AT TIME ZONE 'UTC';
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN span TYPE interval(0);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN tags TYPE text[];
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN letters TYPE varchar(10);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
ALTER TABLE matrix ALTER COLUMN code TYPE text USING upper(code);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
