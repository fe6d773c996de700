-- A schema that is hard to fill: each table has something that a generator of rows gets wrong when it guesses.
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION ltree;
CREATE EXTENSION btree_gist;
CREATE SCHEMA "Odd Names";

CREATE TYPE mood AS ENUM ('calm', 'tense', 'it''s "complicated"');
CREATE TYPE address AS (street text, city varchar(40), zip char(5));
CREATE TYPE money_range AS RANGE (subtype = numeric);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN small_positive AS positive CHECK (VALUE < 1000);
CREATE DOMAIN email AS citext NOT NULL CHECK (VALUE ~ '^[^@[:space:]]+@[a-z0-9.-]+$');
CREATE DOMAIN plate AS text CHECK (VALUE ~ '^[A-Z]{1,3}-[A-Z]{1,2}-[1-9][0-9]{0,3}$');

-- Shared by all tenants: the second table has rows from the history, which stay as they are.
CREATE TABLE plans (id smallserial PRIMARY KEY, code text NOT NULL UNIQUE, price numeric(8, 2) NOT NULL CHECK (price >= 0));
CREATE TABLE currencies (code char(3) PRIMARY KEY);
INSERT INTO currencies VALUES ('EUR'), ('USD');

-- The root is on a cycle with its members.
CREATE TABLE tenants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
  plan_id smallint NOT NULL REFERENCES plans,
  owner_id bigint,
  parent_id uuid REFERENCES tenants,
  created_at timestamptz NOT NULL DEFAULT '2024-01-01'
);
CREATE TABLE members (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  email email,
  full_name text NOT NULL,
  billing_email text,
  UNIQUE (tenant_id, email),
  UNIQUE (tenant_id, id)
);
ALTER TABLE tenants ADD FOREIGN KEY (owner_id) REFERENCES members;

CREATE TABLE settings (tenant_id uuid PRIMARY KEY REFERENCES tenants, theme text NOT NULL DEFAULT 'dark', data jsonb);

-- A tree, and a cycle of two tables.
CREATE TABLE folders (
  tenant_id uuid NOT NULL REFERENCES tenants,
  id uuid DEFAULT gen_random_uuid(),
  parent_id uuid,
  name varchar(12) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES folders,
  CHECK (parent_id <> id)
);
CREATE TABLE teams (
  id serial PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, lead_id integer, UNIQUE (tenant_id, id));
CREATE TABLE staff (
  id serial PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, team_id integer NOT NULL,
  FOREIGN KEY (tenant_id, team_id) REFERENCES teams (tenant_id, id), UNIQUE (tenant_id, id));
ALTER TABLE teams ADD FOREIGN KEY (tenant_id, lead_id) REFERENCES staff (tenant_id, id);
CREATE TABLE self_made (id integer PRIMARY KEY, tenant_id uuid NOT NULL, origin_id integer NOT NULL REFERENCES self_made);

-- Overlapping composite keys: the document has to be of the same member.
CREATE TABLE documents (
  tenant_id uuid NOT NULL,
  member_id bigint NOT NULL,
  number integer NOT NULL,
  title text,
  PRIMARY KEY (tenant_id, member_id, number),
  FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
);
CREATE TABLE reviews (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  member_id bigint NOT NULL,
  number integer NOT NULL,
  substitute_number integer,
  FOREIGN KEY (tenant_id, member_id, number) REFERENCES documents,
  FOREIGN KEY (tenant_id, member_id, substitute_number) REFERENCES documents,
  FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
);

-- Owned along foreign keys only.
CREATE TABLE attachments (id bigserial PRIMARY KEY, review_id uuid NOT NULL REFERENCES reviews ON DELETE CASCADE, body bytea);
CREATE TABLE scans (attachment_id bigint PRIMARY KEY REFERENCES attachments, result text NOT NULL);

-- Keys made of keys: join tables, one-to-one, and few values.
CREATE TABLE member_teams (
  tenant_id uuid NOT NULL, member_id bigint NOT NULL, team_id integer NOT NULL,
  PRIMARY KEY (member_id, team_id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES teams (tenant_id, id)
);
CREATE TABLE profiles (member_id bigint NOT NULL UNIQUE REFERENCES members, bio text);
CREATE TABLE moods (tenant_id uuid NOT NULL, member_id bigint NOT NULL, mood mood NOT NULL, flag boolean NOT NULL,
  PRIMARY KEY (member_id, mood, flag), FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id));

-- Every type.
CREATE TABLE everything (
  id bigint PRIMARY KEY, tenant_id uuid NOT NULL,
  a smallint, b integer NOT NULL, c bigint, d numeric, e numeric(5, 2), f numeric(3, -2), g real, h double precision, i money,
  j boolean, k char(1), l char(7), m varchar(3), n varchar(200), o text, p name, q "char", r citext,
  s date, t time(0), u timetz, v timestamp(3), w timestamptz, x interval day to second, y interval,
  aa bytea, ab json, ac jsonb, ad xml, ae uuid, af inet, ag cidr, ah macaddr, ai macaddr8, aj bit(3), ak bit varying(9), al bit,
  am point, an line, ao lseg, ap box, aq path, ar polygon, "as" circle, at tsvector, au tsquery, av pg_lsn, aw oid, ax regclass,
  ay int4range, az numrange, ba tstzrange, bb daterange, bc int8multirange, bd tsmultirange, be money_range,
  bf mood, bg address, bh address[], bi small_positive, bj plate, bk positive[], bl text[], bm varchar(5)[][], bn jsonb[],
  bo hstore, bp ltree, bq jsonpath, br txid_snapshot, bs xid8, bt mood[], bu regtype, bv refcursor
);
CREATE TABLE everything_required (
  id uuid PRIMARY KEY, tenant_id uuid NOT NULL,
  e numeric(5, 2) NOT NULL UNIQUE, l char(7) NOT NULL UNIQUE, m varchar(3) NOT NULL UNIQUE, t time NOT NULL UNIQUE,
  aa bytea NOT NULL UNIQUE, ac jsonb NOT NULL UNIQUE, af inet NOT NULL UNIQUE, ah macaddr NOT NULL UNIQUE,
  ak bit varying(40) NOT NULL UNIQUE, ay int4range NOT NULL UNIQUE, bg address NOT NULL UNIQUE, bl text[] NOT NULL UNIQUE,
  bi integer NOT NULL UNIQUE CHECK (bi > 100000), s date NOT NULL UNIQUE, h double precision NOT NULL UNIQUE, bj plate NOT NULL UNIQUE
);

-- Checks: of one column, between columns, with references, by pattern, by length, on JSON.
CREATE TABLE checks (
  id bigserial PRIMARY KEY, tenant_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'void')),
  paid_at timestamptz,
  percent numeric(5, 2) NOT NULL CHECK (percent BETWEEN 0 AND 100),
  starts_on date NOT NULL, ends_on date,
  net integer NOT NULL, tax integer NOT NULL, gross integer NOT NULL,
  discount_percent integer, discount_amount numeric(10, 2),
  country text NOT NULL CHECK (country = upper(country) AND char_length(country) = 2),
  hex text NOT NULL CHECK (hex ~* '^#[0-9a-f]{6}$'),
  code text NOT NULL CHECK (length(code) BETWEEN 8 AND 10),
  password text CHECK (password ~ '[0-9]' AND password ~ '[A-Z]' AND length(password) >= 8),
  config jsonb NOT NULL CHECK (jsonb_typeof(config) = 'object' AND config ? 'version'),
  labels text[] NOT NULL CHECK (cardinality(labels) > 0 AND labels <@ ARRAY['red', 'green', 'blue']),
  weekday integer NOT NULL CHECK (weekday % 7 = 3),
  like_this text NOT NULL CHECK (like_this LIKE 'ab_d%'),
  member_id bigint REFERENCES members, team_id integer REFERENCES teams,
  CHECK ((status = 'paid') = (paid_at IS NOT NULL)),
  CHECK (ends_on > starts_on),
  CHECK (gross = net + tax),
  CHECK (num_nonnulls(discount_percent, discount_amount) = 1),
  CHECK (discount_percent > 0 AND discount_percent <= 50),
  CONSTRAINT exactly_one_party CHECK ((member_id IS NULL) <> (team_id IS NULL))
);

-- Partial unique indexes, unique expressions, exclusion constraints, late constraints.
CREATE TABLE contacts (
  id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, member_id bigint NOT NULL,
  contact_email text NOT NULL, is_primary boolean NOT NULL, deleted_at timestamptz,
  FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
);
CREATE UNIQUE INDEX one_primary ON contacts (member_id) WHERE is_primary AND deleted_at IS NULL;
CREATE UNIQUE INDEX live_email ON contacts (tenant_id, lower(contact_email)) WHERE deleted_at IS NULL;
CREATE TABLE bookings (
  tenant_id uuid NOT NULL, id bigint PRIMARY KEY, room integer NOT NULL, during tstzrange NOT NULL,
  EXCLUDE USING gist (room WITH =, during WITH &&)
);
CREATE TABLE shifts (
  tenant_id uuid NOT NULL, id bigint PRIMARY KEY, member_id bigint NOT NULL REFERENCES members,
  starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
  EXCLUDE USING gist (member_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE TABLE ranks (
  tenant_id uuid NOT NULL REFERENCES tenants, id integer PRIMARY KEY, place integer NOT NULL,
  UNIQUE (tenant_id, place) DEFERRABLE INITIALLY DEFERRED
);

-- Partitions: by month without a default, by list and hash below it, by tenant.
CREATE TABLE events (
  tenant_id uuid NOT NULL, id bigint NOT NULL, at timestamptz NOT NULL, kind text NOT NULL, payload jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id, at)
) PARTITION BY RANGE (at);
CREATE TABLE events_2024_05 PARTITION OF events FOR VALUES FROM ('2024-05-01') TO ('2024-06-01');
CREATE TABLE events_2024_09 PARTITION OF events FOR VALUES FROM ('2024-09-01') TO ('2024-10-01');
CREATE TABLE readings (tenant_id uuid NOT NULL, region text NOT NULL, id bigint NOT NULL, value integer,
  PRIMARY KEY (region, id)) PARTITION BY LIST (region);
CREATE TABLE readings_north PARTITION OF readings FOR VALUES IN ('n', 'ne') PARTITION BY HASH (id);
CREATE TABLE readings_north_0 PARTITION OF readings_north FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE readings_north_1 PARTITION OF readings_north FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE readings_south PARTITION OF readings FOR VALUES IN ('s');
CREATE TABLE event_notes (
  id bigserial PRIMARY KEY, tenant_id uuid NOT NULL, event_id bigint NOT NULL, event_at timestamptz NOT NULL, note text,
  FOREIGN KEY (tenant_id, event_id, event_at) REFERENCES events
);

-- Generated columns, inheritance, names that need quotes.
CREATE TABLE totals (
  id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, tenant_id uuid NOT NULL,
  quantity integer NOT NULL, price integer NOT NULL, total integer GENERATED ALWAYS AS (quantity * price) STORED
);
CREATE TABLE notes (tenant_id uuid NOT NULL, id bigint PRIMARY KEY, body text);
CREATE TABLE long_notes (chapter integer NOT NULL) INHERITS (notes);
CREATE TABLE "Odd Names"."Select" (
  "tenant_id" uuid NOT NULL, "#" bigint PRIMARY KEY, "a ""quoted"" column" text NOT NULL, "user" text, value integer CHECK (value > 5));

-- Triggers: one fills, one refuses, one writes elsewhere.
CREATE TABLE audit (id bigserial PRIMARY KEY, tenant_id uuid NOT NULL, what text NOT NULL);
CREATE TABLE audited (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, name text NOT NULL, size integer NOT NULL, initial char(1));
CREATE FUNCTION audit_it() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size > 900 THEN RAISE EXCEPTION 'too big: %', NEW.size; END IF;
  NEW.initial := left(NEW.name, 1);
  INSERT INTO audit (tenant_id, what) VALUES (current_setting('app.tenant_id')::uuid, NEW.name);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_it BEFORE INSERT ON audited FOR EACH ROW EXECUTE FUNCTION audit_it();
CREATE TABLE closed (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'closed for good'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON closed FOR EACH ROW EXECUTE FUNCTION refuse();

-- What nobody can fill, with what hangs on it.
CREATE TABLE impossible (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, size integer NOT NULL CONSTRAINT never CHECK (size > 5 AND size < 5));
CREATE TABLE dependents (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, impossible_id bigint NOT NULL REFERENCES impossible);
