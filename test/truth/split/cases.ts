/** A change in one step, and what its phases have to bring about on a table that is in use. */
export interface SplitCase {
  readonly title: string;
  /** SQL after the common setup and its rows. */
  readonly setup?: string;
  /** The migration in one step; `|` marks the place of the cursor. */
  readonly change: string;
  /** Statements of old application code between expand and backfill, valid before and meanwhile. */
  readonly writes?: readonly string[];
  /** Statements of new application code at the same time, and what they come to in one step. */
  readonly newWrites?: readonly { readonly phased: string; readonly afterwards: string }[];
  /** Statements of application code between the swap and the end. */
  readonly writesAfterSwap?: readonly string[];
  /** Objects that are otherwise than after the one step, and after the way back, because of what the phases keep. */
  readonly besides?: RegExp;
  readonly policy?: string;
  /** The oldest version on which it is offered. */
  readonly since?: number;
}

const inserts =
  "INSERT INTO accounts (id, tenant_id, name, number, status) VALUES (900001, 1, 'Written between', 77, 'active')";
const updates = "UPDATE accounts SET name = 'Renamed Between', number = 78 WHERE id = 5";

export const splitCases: readonly SplitCase[] = [
  {
    title: 'an integer becomes a bigint',
    change: 'ALTER TABLE accounts ALTER COLUMN number |TYPE bigint;',
    writes: [inserts, updates],
  },
  {
    title: 'an integer with a default, NOT NULL, a check and an index becomes a bigint',
    setup:
      "ALTER TABLE accounts ALTER COLUMN number SET DEFAULT 7, ALTER COLUMN number SET NOT NULL, ADD CONSTRAINT number_positive CHECK (number > 0); CREATE INDEX accounts_number ON accounts (tenant_id, number DESC) WHERE number > 1; COMMENT ON COLUMN accounts.number IS 'counts';",
    change: 'ALTER TABLE accounts |ALTER COLUMN number TYPE bigint;',
    writes: [
      inserts,
      updates,
      "INSERT INTO accounts (id, tenant_id, name, status) VALUES (900002, 1, 'x', 'active')",
    ],
  },
  {
    title: 'a unique column changes its type',
    setup: 'ALTER TABLE accounts ADD CONSTRAINT accounts_number_key UNIQUE (tenant_id, number);',
    change: 'ALTER TABLE accounts ALTER COLUMN number |TYPE numeric(12,2);',
    writes: [inserts],
  },
  {
    title: 'a type changes with USING',
    change: "ALTER TABLE accounts ALTER COLUMN name |TYPE text[] USING string_to_array(name, ' ');",
    writes: [inserts, updates],
  },
  {
    title: 'one type among other actions',
    change:
      'ALTER TABLE accounts ADD COLUMN note text, ALTER COLUMN number |TYPE bigint, ADD COLUMN more int;',
    writes: [inserts],
  },
  {
    title: 'a column with a foreign key changes its type',
    setup:
      'CREATE TABLE plans (id bigint PRIMARY KEY); INSERT INTO plans SELECT generate_series(1, 200000); ALTER TABLE accounts ADD CONSTRAINT accounts_plan FOREIGN KEY (number) REFERENCES plans (id);',
    change: 'ALTER TABLE accounts ALTER COLUMN number |TYPE bigint;',
    writes: [inserts],
  },
  {
    title: 'a column gets another name',
    setup:
      'ALTER TABLE accounts ALTER COLUMN name SET NOT NULL; CREATE INDEX accounts_name ON accounts (name);',
    change: 'ALTER TABLE accounts |RENAME COLUMN name TO title;',
    writes: [inserts, updates],
    newWrites: [
      {
        phased:
          "INSERT INTO accounts (id, tenant_id, title, number, status) VALUES (900003, 2, 'By new code', 1, 'active')",
        afterwards:
          "INSERT INTO accounts (id, tenant_id, title, number, status) VALUES (900003, 2, 'By new code', 1, 'active')",
      },
      {
        phased: "UPDATE accounts SET title = 'New code' WHERE id = 6",
        afterwards: "UPDATE accounts SET title = 'New code' WHERE id = 6",
      },
    ],
  },
  {
    title: 'a table gets another name',
    setup: 'GRANT SELECT, INSERT ON accounts TO app_user;',
    change: 'ALTER TABLE |accounts RENAME TO customers;',
    writes: [inserts, updates],
    newWrites: [
      {
        phased: "UPDATE customers SET name = 'New code' WHERE id = 6",
        afterwards: "UPDATE customers SET name = 'New code' WHERE id = 6",
      },
    ],
  },
  {
    title: 'a required column is dropped',
    besides: /accounts_number_before/,
    setup: 'ALTER TABLE accounts ALTER COLUMN number SET NOT NULL;',
    change: 'ALTER TABLE accounts |DROP COLUMN number;',
    writes: [inserts],
  },
  {
    title: 'a name is split in two',
    change:
      "ALTER TABLE accounts ADD COLUMN first text, ADD COLUMN last text;\n|UPDATE accounts SET first = split_part(name, ' ', 1), last = nullif(split_part(name, ' ', 2), '');",
    writes: [inserts],
  },
  {
    title: 'a whole table is updated in a column that was there',
    change: "|UPDATE accounts SET status = 'active' WHERE number % 7 = 3;",
  },
  {
    title: 'a table with forced row security is updated by a role that it does not apply to',
    setup:
      "ALTER TABLE accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY own ON accounts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::int);",
    change: "|UPDATE accounts SET status = 'active' WHERE number % 7 = 3;",
    policy: 'runner: { bypassesRls: true }',
  },
  {
    title: 'partitions are updated one after the other',
    setup:
      "CREATE TABLE events (id int, tenant_id int, kind text) PARTITION BY HASH (id); CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE events_1 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 1); INSERT INTO events SELECT n, n % 3, 'a' FROM generate_series(1, 20000) n;",
    change: "|UPDATE events SET kind = 'b';",
  },
  {
    title: 'a varchar shrinks where all values fit',
    change: 'ALTER TABLE accounts ALTER COLUMN name |TYPE varchar(40);',
    writes: [inserts, updates],
  },
  {
    title: 'local times become instants',
    setup:
      "ALTER TABLE accounts ADD COLUMN made timestamp DEFAULT '2020-01-01 12:00'; CREATE INDEX accounts_made ON accounts (made) INCLUDE (tenant_id);",
    change: "ALTER TABLE accounts ALTER COLUMN made |TYPE timestamptz USING made AT TIME ZONE 'UTC';",
    writes: [inserts],
  },
  {
    title: 'a renamed column has a default, a check and a unique key',
    setup:
      'ALTER TABLE accounts ALTER COLUMN number SET DEFAULT 0, ADD CONSTRAINT number_small CHECK (number < 1000000), ADD CONSTRAINT number_key UNIQUE (tenant_id, number);',
    change: 'ALTER TABLE accounts RENAME |number TO position;',
    writes: [inserts],
    newWrites: [
      {
        phased: 'UPDATE accounts SET position = 500001 WHERE id = 6',
        afterwards: 'UPDATE accounts SET position = 500001 WHERE id = 6',
      },
    ],
  },
  {
    title: 'a type changes in a table with a key of two columns',
    setup:
      'ALTER TABLE accounts DROP CONSTRAINT accounts_pkey, ADD PRIMARY KEY (tenant_id, id); ALTER TABLE accounts CLUSTER ON accounts_pkey;',
    change: 'ALTER TABLE accounts ALTER COLUMN number |TYPE bigint;',
    writes: [inserts, updates],
  },
  {
    title: 'a table under row security gets another name',
    setup:
      "ALTER TABLE accounts ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON accounts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::int);",
    change: 'ALTER TABLE accounts RENAME TO |customers;',
    writes: [inserts],
    since: 15,
  },
  {
    title: 'an enum value gets another name',
    setup:
      "CREATE TYPE mood AS ENUM ('sad', 'glad'); ALTER TABLE accounts ADD COLUMN mood mood NOT NULL DEFAULT 'sad';",
    change: "ALTER TYPE mood RENAME VALUE |'sad' TO 'blue';",
    writes: [inserts],
    besides: /type public\.mood|enum|accounts_mood_not_sad|accounts\.mood|rows in accounts/,
  },
  {
    title: 'a serial primary key, which others point to, becomes a bigint',
    setup: `
CREATE TABLE orders (id serial PRIMARY KEY, kind int NOT NULL, parent_id bigint REFERENCES orders (id), note text);
CREATE TABLE lines (id int PRIMARY KEY, order_id bigint NOT NULL CONSTRAINT lines_order REFERENCES orders (id) ON DELETE CASCADE);
CREATE TABLE notes (order_id bigint REFERENCES orders ON UPDATE CASCADE DEFERRABLE, text text);
CREATE INDEX orders_recent ON orders (kind, id DESC);
COMMENT ON COLUMN orders.id IS 'counts';
INSERT INTO orders (kind, note) SELECT n % 3, 'n' FROM generate_series(1, 20000) n;
UPDATE orders SET parent_id = id - 1 WHERE id > 1;
INSERT INTO lines SELECT n, n FROM generate_series(1, 20000) n;
INSERT INTO notes SELECT n, 'x' FROM generate_series(1, 100) n;`,
    change: 'ALTER TABLE orders ALTER COLUMN id |TYPE bigint;',
    writes: [
      "INSERT INTO orders (kind, note) VALUES (1, 'by old code')",
      'INSERT INTO lines SELECT 900000, max(id) FROM orders',
      'UPDATE orders SET id = 500000 WHERE id = 7 AND NOT EXISTS (SELECT FROM lines WHERE order_id = 7)',
    ],
    writesAfterSwap: [
      "INSERT INTO orders (kind, note) VALUES (2, 'by new code')",
      // Too large for the old column, which stays empty then.
      'INSERT INTO orders (id, kind) VALUES (3000000000, 1)',
      'DELETE FROM orders WHERE id = 3000000000',
    ],
    // The sequence of a serial column grows with it here; ALTER COLUMN … TYPE leaves it to end at two thousand million.
    besides: /sequence public.orders_id_seq/i,
  },
  {
    title: 'an identity column in a key of two columns becomes a bigint',
    setup: `
CREATE TABLE orders (tenant_id int, id int GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY 5), note text, PRIMARY KEY (tenant_id, id));
CREATE TABLE lines (tenant_id int NOT NULL, order_id bigint, FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE);
INSERT INTO orders (tenant_id, note) SELECT n % 3, 'n' FROM generate_series(1, 20000) n;
INSERT INTO lines SELECT tenant_id, id FROM orders;`,
    change: 'ALTER TABLE orders |ALTER COLUMN id SET DATA TYPE bigint;',
    writes: ["INSERT INTO orders (tenant_id, note) VALUES (1, 'by old code')"],
    writesAfterSwap: ["INSERT INTO orders (tenant_id, note) VALUES (2, 'by new code')"],
  },
  {
    title: 'a referenced column gets another name',
    setup: `
ALTER TABLE accounts ADD CONSTRAINT accounts_number_key UNIQUE (tenant_id, number);
CREATE TABLE entries (tenant_id int NOT NULL, number int, FOREIGN KEY (tenant_id, number) REFERENCES accounts (tenant_id, number));
INSERT INTO entries SELECT 1 + n % 3, n FROM generate_series(1, 20000) n;`,
    change: 'ALTER TABLE accounts RENAME COLUMN number |TO position;',
    writes: [
      "INSERT INTO accounts (id, tenant_id, name, number, status) VALUES (900001, 1, 'Written between', 900001, 'active')",
    ],
    newWrites: [
      {
        phased: 'UPDATE accounts SET position = 900002 WHERE id = 900001',
        afterwards: 'UPDATE accounts SET position = 900002 WHERE id = 900001',
      },
    ],
  },
  {
    title: 'an enum loses a value',
    setup: `
CREATE TYPE mood AS ENUM ('sad', 'glad', 'so so');
CREATE TYPE mood_kept AS ENUM ('sad', 'glad');
ALTER TABLE accounts ADD COLUMN mood mood;
UPDATE accounts SET mood = 'sad';
ALTER TABLE accounts ALTER COLUMN mood SET NOT NULL;
CREATE INDEX accounts_mood ON accounts (mood);`,
    change: 'ALTER TABLE accounts ALTER COLUMN mood |TYPE mood_kept USING mood::text::mood_kept;',
    writes: ["UPDATE accounts SET mood = 'glad' WHERE id % 7 = 5"],
    writesAfterSwap: ["UPDATE accounts SET mood = 'sad' WHERE id = 12"],
  },
  {
    title: 'a column with a default becomes required',
    setup:
      "ALTER TABLE accounts ALTER COLUMN name SET DEFAULT 'nobody'; UPDATE accounts SET name = 'nobody' WHERE id % 5 = 1;",
    change: 'ALTER TABLE accounts ALTER COLUMN name |SET NOT NULL;',
    writes: [inserts, updates],
  },
  {
    title: 'a column without a default becomes required',
    change: 'ALTER TABLE accounts ALTER COLUMN |number SET NOT NULL;',
    writes: [inserts, updates],
  },
  {
    title: 'a required column comes with a volatile default',
    change: 'ALTER TABLE accounts ADD COLUMN |token uuid NOT NULL DEFAULT gen_random_uuid();',
    writes: [inserts],
    // Which random values the rows get is nobody's promise.
    besides: /other rows in accounts/,
  },
  {
    title: 'a required column comes without a default',
    setup: 'TRUNCATE accounts;',
    change: 'ALTER TABLE accounts ADD COLUMN |region text COLLATE "C" NOT NULL;',
    newWrites: [
      {
        phased: "INSERT INTO accounts (id, tenant_id, status, region) VALUES (900004, 1, 'active', 'north')",
        afterwards:
          "INSERT INTO accounts (id, tenant_id, status, region) VALUES (900004, 1, 'active', 'north')",
      },
    ],
  },
  {
    title: 'a foreign key without a name is added',
    setup: 'CREATE TABLE plans (id int PRIMARY KEY); INSERT INTO plans SELECT generate_series(1, 200000);',
    change: 'ALTER TABLE accounts |ADD FOREIGN KEY (number) REFERENCES plans ON DELETE SET NULL;',
    writes: [inserts, updates],
  },
  {
    title: 'a check is added beside another action',
    change:
      'ALTER TABLE accounts ADD COLUMN note text, |ADD CONSTRAINT number_small CHECK (number < 1000000);',
    writes: [inserts, updates],
  },
  {
    title: 'a unique key is added',
    change: 'ALTER TABLE accounts ADD |UNIQUE (tenant_id, number) INCLUDE (name) DEFERRABLE;',
    writes: [inserts],
  },
  {
    title: 'a primary key is added on columns that may be null',
    setup:
      'ALTER TABLE accounts DROP CONSTRAINT accounts_pkey; ALTER TABLE accounts ALTER COLUMN id DROP NOT NULL;',
    change: 'ALTER TABLE accounts |ADD PRIMARY KEY (tenant_id, id);',
    writes: [inserts],
  },
];
