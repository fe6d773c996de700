-- expects nothing
--- history
CREATE EXTENSION citext;
CREATE DOMAIN plain_text AS text;
CREATE TABLE matrix (
  id bigint PRIMARY KEY,
  code varchar(20),
  body text,
  exact numeric(10, 2),
  at_ms timestamp(3),
  clock time(3),
  span interval(2),
  bits varbit(8),
  network cidr,
  tags varchar(20)[],
  named plain_text,
  letters char(4)
);
--- migration
-- The strong lock is brief: none of these writes a row.
ALTER TABLE matrix ALTER COLUMN code TYPE varchar(40);
ALTER TABLE matrix ALTER COLUMN code TYPE varchar;
ALTER TABLE matrix ALTER COLUMN code TYPE text;
ALTER TABLE matrix ALTER COLUMN body TYPE citext;
ALTER TABLE matrix ALTER COLUMN body TYPE varchar USING body::varchar;
ALTER TABLE matrix ALTER COLUMN exact TYPE numeric(12, 2);
ALTER TABLE matrix ALTER COLUMN exact TYPE numeric;
ALTER TABLE matrix ALTER COLUMN at_ms TYPE timestamp(6);
ALTER TABLE matrix ALTER COLUMN at_ms TYPE timestamp;
ALTER TABLE matrix ALTER COLUMN clock TYPE time(6);
ALTER TABLE matrix ALTER COLUMN span TYPE interval(6);
ALTER TABLE matrix ALTER COLUMN bits TYPE varbit(16);
ALTER TABLE matrix ALTER COLUMN bits TYPE bit varying;
ALTER TABLE matrix ALTER COLUMN network TYPE inet;
ALTER TABLE matrix ALTER COLUMN tags TYPE varchar(20)[];
ALTER TABLE matrix ALTER COLUMN named TYPE text;
ALTER TABLE matrix ALTER COLUMN letters TYPE bpchar;
