-- The schema that every example of the behaviour table runs on: small, but with rows, so that scans are seen, and with
-- one table for each kind of neighbour that a statement may lock.

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN positive AS integer CONSTRAINT positive_check CHECK (VALUE > 0);
CREATE DOMAIN plain_number AS integer;
CREATE EXTENSION citext;
CREATE EXTENSION btree_gist;

-- Parent, child and grandchild: foreign keys in both directions.
CREATE TABLE parent (
  id integer PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE child (
  id integer PRIMARY KEY,
  parent_id integer CONSTRAINT child_parent_fk REFERENCES parent (id),
  name text NOT NULL
);
CREATE INDEX child_parent_id ON child (parent_id);
CREATE TABLE grandchild (
  id integer PRIMARY KEY,
  child_id integer CONSTRAINT grandchild_child_fk REFERENCES child (id) ON DELETE CASCADE
);
-- References the parent by values, but without a constraint yet.
CREATE TABLE orphan (
  id integer PRIMARY KEY,
  parent_id integer NOT NULL
);
CREATE UNIQUE INDEX orphan_parent_unique ON orphan (id, parent_id);

-- A table that nothing references, with columns of many types.
CREATE TABLE plain (
  id integer PRIMARY KEY,
  small integer NOT NULL,
  amount numeric(10,2),
  code varchar(20),
  letters char(4),
  note text,
  made_at timestamp,
  made_ms timestamp(3),
  seen_at timestamptz,
  span interval(2),
  bits varbit(8),
  network cidr,
  feeling mood,
  tags varchar(20)[],
  filled integer,
  nullable integer,
  CONSTRAINT plain_filled_proved CHECK (filled IS NOT NULL),
  CONSTRAINT plain_amount_positive CHECK (amount > 0)
);
ALTER TABLE plain ADD CONSTRAINT plain_nullable_known CHECK (nullable IS NOT NULL) NOT VALID;
CREATE INDEX plain_code ON plain (code);
CREATE INDEX plain_note ON plain (note);
CREATE INDEX plain_note_lower ON plain (lower(note));
CREATE INDEX plain_made_at ON plain (made_at);
CREATE UNIQUE INDEX plain_small_unique ON plain (small);

-- Columns that a domain gives their type.
CREATE TABLE measured (
  id integer PRIMARY KEY,
  value positive,
  other plain_number
);

-- What a view and a materialized view read.
CREATE TABLE viewed (
  id integer PRIMARY KEY,
  name text,
  unused text
);
CREATE VIEW viewed_names AS SELECT id, name FROM viewed;
CREATE MATERIALIZED VIEW viewed_count AS SELECT name, count(*) AS total FROM viewed GROUP BY name;
CREATE UNIQUE INDEX viewed_count_name ON viewed_count (name);

-- Partitioned with a default partition, and without.
CREATE TABLE event (
  id integer NOT NULL,
  day date NOT NULL,
  note text
) PARTITION BY RANGE (day);
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE INDEX event_day ON event (day);
CREATE TABLE metric (
  id integer NOT NULL,
  bucket integer NOT NULL,
  parent_id integer
) PARTITION BY LIST (bucket);
CREATE TABLE metric_1 PARTITION OF metric FOR VALUES IN (1);
CREATE TABLE metric_2 PARTITION OF metric FOR VALUES IN (2);
-- Ready to be attached; the second proves by a constraint that it fits.
CREATE TABLE event_2026 (
  id integer NOT NULL,
  day date NOT NULL,
  note text
);
CREATE TABLE metric_3 (
  id integer NOT NULL,
  bucket integer NOT NULL,
  parent_id integer,
  CONSTRAINT metric_3_bucket CHECK (bucket = 3)
);

-- Inheritance of the old kind.
CREATE TABLE animal (id integer, name text);
CREATE TABLE dog (breed text) INHERITS (animal);

-- Row-level security and triggers.
CREATE TABLE secured (
  id integer PRIMARY KEY,
  tenant_id integer NOT NULL,
  body text
);
ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
CREATE POLICY secured_tenant ON secured USING (tenant_id = current_setting('app.tenant_id', true)::integer);
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION fixed_number() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 7 $$;
CREATE FUNCTION next_number() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 7; END $$;
CREATE TABLE audited (
  id integer PRIMARY KEY,
  body text
);
CREATE TRIGGER audited_change BEFORE UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION note_change();

INSERT INTO parent SELECT n, 'parent ' || n FROM generate_series(1, 500) n;
INSERT INTO child SELECT n, 1 + n % 500, 'child ' || n FROM generate_series(1, 1000) n;
INSERT INTO grandchild SELECT n, n FROM generate_series(1, 1000) n;
INSERT INTO orphan SELECT n, 1 + n % 500 FROM generate_series(1, 1000) n;
INSERT INTO plain
  SELECT n, n, 1.25, 'c' || n, 'abcd', 'note ' || n, '2025-01-01 00:00', '2025-01-01 00:00', '2025-01-01 00:00+00',
    '1 day', B'1010', '10.0.0.0/8', 'ok', ARRAY['a', 'b'], n, n
  FROM generate_series(1, 1000) n;
INSERT INTO measured SELECT n, n, n FROM generate_series(1, 500) n;
INSERT INTO viewed SELECT n, 'name ' || n % 10, 'x' FROM generate_series(1, 500) n;
REFRESH MATERIALIZED VIEW viewed_count;
INSERT INTO event SELECT n, date '2025-01-01' + n % 365, 'event' FROM generate_series(1, 500) n;
INSERT INTO event SELECT n, date '2030-01-01' + n % 365, 'event' FROM generate_series(501, 600) n;
INSERT INTO event_2026 SELECT n, date '2026-01-01' + n % 300, 'event' FROM generate_series(1, 500) n;
INSERT INTO metric SELECT n, 1 + n % 2, 1 + n % 500 FROM generate_series(1, 500) n;
INSERT INTO metric_3 SELECT n, 3, 1 FROM generate_series(1, 500) n;
INSERT INTO animal SELECT n, 'animal ' || n FROM generate_series(1, 100) n;
INSERT INTO dog SELECT n, 'dog ' || n, 'breed' FROM generate_series(1, 100) n;
INSERT INTO secured SELECT n, n % 5, 'body' FROM generate_series(1, 500) n;
INSERT INTO audited SELECT n, 'body' FROM generate_series(1, 500) n;
