import type { TruthVersion } from '../server';

/** A migration on the schema of `setup.sql` whose generated rollback is tried on real servers. */
export interface RollbackCase {
  readonly up: string;
  /** Rows are kept and must come back too. */
  readonly data?: 'kept';
  /** Who migrates and rolls back; a superuser where nobody is named. */
  readonly as?: 'bound owner';
  /** Where the rollback runs; in one transaction unless it says otherwise. */
  readonly rollbackRuns?: 'outside';
  /** The first server that knows what the migration does. */
  readonly since?: number;
  /** What of the schema the rollback itself says that it cannot bring back. */
  readonly remaining?: readonly string[];
  /** As `remaining`, where that is so on one server only. */
  readonly remainingOn?: Readonly<Partial<Record<TruthVersion, readonly string[]>>>;
  /** What of the rows it says that it does not bring back. */
  readonly losses?: readonly string[];
}

/** What makes `migrator` an owner whom row security binds, so that it sees no row of these tables. */
export const boundOwner = `
GRANT CREATE ON SCHEMA public TO migrator;
ALTER TABLE accounts OWNER TO migrator;
ALTER TABLE invoices OWNER TO migrator;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
`;

export const cases: Readonly<Record<string, readonly RollbackCase[]>> = {
  columns: [
    { up: 'ALTER TABLE accounts ADD COLUMN phone text' },
    {
      up: `ALTER TABLE accounts ADD COLUMN phone text UNIQUE, ADD COLUMN fax text CHECK (fax <> '')`,
    },
    {
      up: 'ALTER TABLE accounts ADD COLUMN parent bigint REFERENCES accounts (id); CREATE INDEX ON accounts (parent); ALTER TABLE accounts ALTER COLUMN parent SET DEFAULT 1',
    },
    {
      up: `ALTER TABLE accounts ADD COLUMN phone text; UPDATE accounts SET phone = 'x'; ALTER TABLE accounts ALTER COLUMN phone SET NOT NULL; COMMENT ON COLUMN accounts.phone IS 'x'; GRANT SELECT (phone) ON accounts TO reporter`,
    },
    { up: 'ALTER TABLE accounts ADD COLUMN a serial, ADD COLUMN b int GENERATED ALWAYS AS IDENTITY' },
    { up: 'ALTER TABLE accounts DROP COLUMN note CASCADE', data: 'kept' },
    { up: 'ALTER TABLE accounts DROP COLUMN note CASCADE', rollbackRuns: 'outside' },
    { up: 'ALTER TABLE accounts DROP COLUMN title', rollbackRuns: 'outside' },
    { up: 'ALTER TABLE accounts ALTER COLUMN email DROP NOT NULL', rollbackRuns: 'outside' },
    { up: 'ALTER TABLE accounts DROP COLUMN seen', data: 'kept' },
    { up: 'ALTER TABLE accounts DROP COLUMN tags, DROP COLUMN doubled', data: 'kept' },
    { up: 'ALTER TABLE accounts DROP COLUMN number', data: 'kept' },
    { up: 'ALTER TABLE invoices DROP COLUMN due CASCADE', data: 'kept' },
    { up: 'ALTER TABLE invoices DROP COLUMN account_id', data: 'kept' },
    { up: 'ALTER TABLE people DROP COLUMN contact', data: 'kept' },
    { up: 'ALTER TABLE notes DROP COLUMN tenant_id', data: 'kept' },
    { up: 'ALTER TABLE accounts DROP COLUMN plan CASCADE', data: 'kept' },
    { up: 'ALTER TABLE tenants RENAME COLUMN name TO title' },
    {
      up: 'ALTER TABLE accounts RENAME COLUMN balance TO amount; ALTER TABLE accounts ALTER COLUMN amount DROP DEFAULT',
    },
    {
      up: 'ALTER TABLE accounts ALTER COLUMN note SET DEFAULT now()::text, ALTER COLUMN balance DROP DEFAULT',
    },
    {
      up: `UPDATE accounts SET note = 'nothing' WHERE note IS NULL; ALTER TABLE accounts ALTER COLUMN note SET NOT NULL`,
      data: 'kept',
    },
    { up: 'ALTER TABLE accounts ALTER COLUMN balance DROP NOT NULL', rollbackRuns: 'outside' },
    { up: 'ALTER TABLE accounts ALTER COLUMN note SET STATISTICS 10, ALTER COLUMN note SET STORAGE MAIN' },
    {
      up: 'ALTER TABLE accounts ALTER COLUMN title RESET (n_distinct); ALTER TABLE accounts ALTER COLUMN note SET (n_distinct = -0.5)',
    },
    {
      up: 'ALTER TABLE accounts ALTER COLUMN doubled DROP EXPRESSION',
      remaining: ['the column accounts.doubled keeps its changed generation'],
    },
    { up: 'ALTER TABLE accounts ALTER COLUMN id SET GENERATED ALWAYS' },
    { up: 'ALTER TABLE accounts ALTER COLUMN id DROP IDENTITY' },
    { up: 'ALTER TABLE notes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY' },
  ],
  'types of columns': [
    { up: 'ALTER TABLE invoices ALTER COLUMN tenant_id TYPE bigint' },
    { up: 'ALTER TABLE accounts ALTER COLUMN title TYPE text' },
    { up: 'ALTER TABLE accounts ALTER COLUMN title TYPE varchar(80) COLLATE "POSIX"' },
    { up: 'ALTER TABLE invoices ALTER COLUMN total TYPE numeric(10, 1)', data: 'kept' },
    { up: 'ALTER TABLE accounts ALTER COLUMN seen TYPE date', data: 'kept' },
    { up: 'ALTER TABLE people ALTER COLUMN contact TYPE text', data: 'kept' },
    {
      up: 'DROP VIEW paying, account_list; ALTER TABLE accounts ALTER COLUMN email TYPE text; CREATE VIEW account_list AS SELECT id, email FROM accounts',
    },
    { up: 'ALTER TABLE cache ALTER COLUMN value TYPE text' },
    {
      up: 'ALTER TABLE accounts ALTER COLUMN tags DROP DEFAULT, ALTER COLUMN tags TYPE text USING tags::text, ALTER COLUMN tags SET DEFAULT $$x$$',
      data: 'kept',
    },
  ],
  tables: [
    {
      up: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a); ALTER TABLE a ADD COLUMN b int; ALTER TABLE a ADD CONSTRAINT circle FOREIGN KEY (b) REFERENCES a; CREATE INDEX ON a (b); GRANT SELECT ON a TO app_user; INSERT INTO a VALUES (1)',
    },
    { up: 'CREATE TABLE kept AS SELECT * FROM tenants' },
    { up: 'CREATE TABLE a (LIKE accounts INCLUDING ALL)' },
    {
      up: 'CREATE TABLE a (id int); ALTER TABLE a RENAME TO b; ALTER TABLE b SET SCHEMA archive; COMMENT ON TABLE archive.b IS $$x$$',
    },
    { up: 'DROP TABLE notes', data: 'kept' },
    { up: 'DROP TABLE cache' },
    { up: 'DROP TABLE invoices CASCADE' },
    { up: 'DELETE FROM invoices; DROP TABLE accounts CASCADE' },
    { up: 'ALTER TABLE accounts RENAME TO customers' },
    {
      up: 'ALTER TABLE accounts RENAME TO customers; ALTER TABLE customers ADD COLUMN x int; ALTER TABLE customers DROP CONSTRAINT accounts_balance_positive',
    },
    { up: 'ALTER TABLE notes SET SCHEMA archive' },
    { up: 'ALTER TABLE accounts SET (fillfactor = 50), RESET (autovacuum_enabled)' },
    { up: 'ALTER TABLE cache SET LOGGED; ALTER TABLE people SET UNLOGGED' },
    { up: 'ALTER TABLE notes REPLICA IDENTITY FULL' },
    { up: 'CREATE TABLE child () INHERITS (notes)' },
  ],
  'keys and constraints': [
    { up: 'ALTER TABLE accounts DROP CONSTRAINT accounts_balance_positive', rollbackRuns: 'outside' },
    { up: 'ALTER TABLE accounts DROP CONSTRAINT accounts_number_key', rollbackRuns: 'outside' },
    { up: 'ALTER TABLE notes DROP CONSTRAINT notes_pkey', rollbackRuns: 'outside' },
    {
      up: 'ALTER TABLE invoices DROP CONSTRAINT invoices_account, DROP CONSTRAINT invoices_tenant, DROP CONSTRAINT invoices_total',
      rollbackRuns: 'outside',
    },
    { up: 'ALTER TABLE invoices DROP CONSTRAINT invoices_period' },
    {
      up: 'ALTER TABLE invoices VALIDATE CONSTRAINT invoices_tenant; ALTER TABLE invoices VALIDATE CONSTRAINT invoices_total',
    },
    { up: 'ALTER TABLE invoices ALTER CONSTRAINT invoices_account NOT DEFERRABLE' },
    { up: 'ALTER TABLE invoices RENAME CONSTRAINT invoices_account TO invoices_customer' },
    {
      up: 'ALTER TABLE notes ADD CONSTRAINT notes_body CHECK (body IS NOT NULL) NOT VALID; ALTER TABLE notes VALIDATE CONSTRAINT notes_body',
    },
    { up: 'ALTER TABLE notes ADD UNIQUE (tenant_id, id), ADD FOREIGN KEY (tenant_id) REFERENCES tenants' },
    {
      up: 'CREATE UNIQUE INDEX notes_new ON notes (id, tenant_id); ALTER TABLE notes DROP CONSTRAINT notes_pkey, ADD CONSTRAINT notes_key PRIMARY KEY USING INDEX notes_new',
    },
  ],
  indexes: [
    { up: 'CREATE INDEX CONCURRENTLY accounts_seen ON accounts (seen)', rollbackRuns: 'outside' },
    { up: 'DROP INDEX accounts_title', rollbackRuns: 'outside' },
    { up: 'DROP INDEX CONCURRENTLY accounts_note', rollbackRuns: 'outside' },
    { up: 'DROP INDEX accounts_note; CREATE INDEX accounts_note ON accounts (note, plan)' },
    { up: 'ALTER INDEX accounts_note RENAME TO accounts_by_note' },
    { up: 'ALTER INDEX accounts_title SET (fillfactor = 90)' },
    { up: 'DROP INDEX totals_tenant' },
    { up: 'DROP INDEX events_tenant' },
    { up: 'CREATE INDEX ON events (id)' },
  ],
  partitions: [
    { up: `CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')` },
    {
      up: `ALTER TABLE events_archive RENAME TO events_2024; ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
    },
    { up: 'ALTER TABLE events DETACH PARTITION events_2025' },
    {
      up: 'ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY',
      remaining: ['the CHECK with the bounds of events_2025, which DETACH CONCURRENTLY adds to it, stays'],
    },
    { up: 'CREATE TABLE events_other PARTITION OF events DEFAULT' },
    { up: 'ALTER TABLE events ADD COLUMN note text' },
  ],
  views: [
    { up: 'CREATE VIEW v AS SELECT 1 AS one; CREATE VIEW w AS SELECT one FROM v' },
    { up: 'DROP VIEW account_list CASCADE' },
    { up: 'DROP VIEW paying, account_list' },
    {
      up: 'CREATE OR REPLACE VIEW account_list WITH (security_barrier = true) AS SELECT id, email, plan FROM accounts WHERE balance > 5',
    },
    { up: 'CREATE OR REPLACE VIEW account_list AS SELECT id, email, plan, note FROM accounts' },
    { up: 'ALTER VIEW account_list RESET (security_barrier)' },
    { up: 'ALTER VIEW account_list SET (security_invoker = true)', since: 15 },
    {
      up: 'DROP VIEW everything; ALTER TABLE tenants ADD COLUMN x int; CREATE VIEW everything AS SELECT * FROM tenants',
    },
    { up: 'ALTER TABLE tenants ADD COLUMN x int; DROP VIEW everything' },
    { up: 'DROP MATERIALIZED VIEW totals' },
    { up: 'ALTER VIEW account_list RENAME TO list; ALTER VIEW list RENAME COLUMN email TO mail' },
  ],
  'row security and privileges': [
    {
      up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE notes FORCE ROW LEVEL SECURITY; CREATE POLICY own ON notes USING (tenant_id = 1); GRANT SELECT ON notes TO app_user',
    },
    {
      up: 'ALTER TABLE accounts DISABLE ROW LEVEL SECURITY; ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY',
    },
    { up: 'DROP POLICY own ON accounts; DROP POLICY no_enterprise ON accounts' },
    { up: 'ALTER POLICY own ON accounts TO app_user, reporter USING (true)' },
    { up: 'ALTER POLICY own ON accounts RENAME TO theirs' },
    { up: 'REVOKE ALL ON accounts FROM app_user, reporter' },
    { up: 'GRANT ALL ON accounts TO reporter; GRANT UPDATE ON accounts TO app_user WITH GRANT OPTION' },
    { up: 'REVOKE SELECT (email) ON accounts FROM reporter' },
    { up: 'ALTER TABLE accounts OWNER TO app_user' },
    {
      up: 'GRANT EXECUTE ON FUNCTION current_tenant(int) TO PUBLIC; REVOKE ALL ON FUNCTION touch() FROM PUBLIC',
    },
    { up: 'REVOKE USAGE ON SCHEMA archive FROM reporter; GRANT CREATE ON SCHEMA archive TO app_user' },
    {
      up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA archive REVOKE SELECT ON TABLES FROM reporter; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO app_user',
    },
    { up: 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO app_user' },
  ],
  'functions, triggers, rules': [
    {
      up: `CREATE FUNCTION f(a int, OUT b text) LANGUAGE sql AS 'SELECT a::text'; CREATE TRIGGER t AFTER UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch()`,
    },
    { up: `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'` },
    { up: 'ALTER FUNCTION current_tenant(int) SECURITY INVOKER VOLATILE COST 7 RESET ALL' },
    { up: 'ALTER FUNCTION touch() RENAME TO touched; ALTER FUNCTION touched() SET SCHEMA archive' },
    { up: 'DROP POLICY own ON accounts; DROP FUNCTION current_tenant(int)' },
    { up: 'DROP FUNCTION touch() CASCADE' },
    { up: 'DROP TRIGGER touch ON accounts' },
    { up: 'ALTER TABLE accounts DISABLE TRIGGER touch' },
    {
      up: 'ALTER TABLE accounts ENABLE ALWAYS TRIGGER touch; ALTER TRIGGER touch ON accounts RENAME TO touching',
    },
    { up: 'DROP RULE notes_keep ON notes; CREATE RULE no_update AS ON UPDATE TO notes DO INSTEAD NOTHING' },
  ],
  'types, sequences, other objects': [
    { up: `ALTER TYPE plan_kind RENAME VALUE 'free' TO 'basic'` },
    { up: `CREATE TYPE size AS ENUM ('s', 'm'); ALTER TABLE notes ADD COLUMN size size` },
    {
      up: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0); ALTER DOMAIN email DROP CONSTRAINT email_format',
    },
    {
      up: 'ALTER DOMAIN email DROP CONSTRAINT email_format; ALTER DOMAIN email SET DEFAULT $$x@y$$; ALTER DOMAIN email ADD CONSTRAINT short CHECK (length(VALUE) < 100) NOT VALID',
    },
    { up: 'ALTER TYPE address ADD ATTRIBUTE zip text, ADD ATTRIBUTE country text', data: 'kept' },
    { up: 'ALTER TYPE address RENAME ATTRIBUTE street TO road', data: 'kept' },
    {
      up: 'ALTER TYPE address DROP ATTRIBUTE city',
      losses: [
        'the values of (notes.home).city, which the migration drops, are gone, so that the attribute comes back empty',
      ],
    },
    {
      up: 'ALTER TYPE address ADD ATTRIBUTE zip text; ALTER TYPE address DROP ATTRIBUTE street',
      remaining: ['the type address keeps its changed attributes'],
    },
    {
      up: 'ALTER TYPE parcel ALTER ATTRIBUTE width TYPE numeric(6, 2), ALTER ATTRIBUTE label TYPE text COLLATE "POSIX", ADD ATTRIBUTE depth int',
    },
    { up: 'DROP TYPE parcel' },
    { up: `DROP TYPE parcel; CREATE TYPE parcel AS (width bigint, depth int)` },
    { up: 'ALTER TYPE plan_kind RENAME TO tariff' },
    { up: 'ALTER SEQUENCE account_number INCREMENT 7 MAXVALUE 5000 CYCLE' },
    { up: 'ALTER SEQUENCE account_number OWNED BY accounts.number' },
    { up: 'CREATE SEQUENCE s OWNED BY notes.id' },
    { up: 'CREATE SCHEMA s CREATE TABLE t (id int); CREATE VIEW s.v AS SELECT id FROM s.t' },
    { up: 'ALTER SCHEMA archive RENAME TO attic' },
    { up: 'CREATE EXTENSION hstore' },
    { up: 'DROP PUBLICATION names' },
    { up: 'DROP PUBLICATION changes', remainingOn: { 14: ['the publication changes is missing'] } },
    { up: 'CREATE PUBLICATION p FOR TABLE tenants' },
    { up: 'DROP STATISTICS accounts_plan_note; CREATE STATISTICS s ON plan, balance FROM accounts' },
    {
      up: `COMMENT ON TABLE accounts IS NULL; COMMENT ON COLUMN accounts.note IS 'other'; COMMENT ON COLUMN accounts.plan IS 'new'; COMMENT ON FUNCTION touch() IS 'x'`,
    },
  ],
  'enum labels': [
    { up: `ALTER TYPE mood ADD VALUE 'fair' BEFORE 'good'` },
    {
      up: `CREATE TYPE humour AS ENUM ('a', 'b'); CREATE TABLE moods (id int, mood humour); ALTER TYPE humour ADD VALUE 'c'`,
    },
    {
      up: `ALTER TYPE plan_kind ADD VALUE 'trial' BEFORE 'team'`,
      remaining: ['the enum plan_kind keeps its changed labels'],
    },
  ],
  rows: [
    { up: `UPDATE notes SET body = upper(body) WHERE id = 1`, data: 'kept' },
    { up: `UPDATE accounts SET balance = balance + 1, title = 'x'`, data: 'kept' },
    { up: `DELETE FROM invoices WHERE total < 6`, data: 'kept' },
    { up: 'TRUNCATE invoices', data: 'kept' },
    { up: `INSERT INTO tenants (id, name) VALUES (7, 'seven'), (8, 'eight')`, data: 'kept' },
    {
      up: `INSERT INTO accounts (tenant_id, number, email) VALUES (1, 70, 'x@y'), (1, 71, 'x@z')`,
      data: 'kept',
    },
    {
      up: `ALTER TABLE notes ADD COLUMN title text; UPDATE notes SET title = body; ALTER TABLE notes DROP COLUMN body`,
      data: 'kept',
    },
  ],
  'rows that row security hides from the owner': [
    { up: 'ALTER TABLE accounts DROP COLUMN seen', data: 'kept', as: 'bound owner' },
    { up: 'ALTER TABLE accounts DROP COLUMN tags, DROP COLUMN doubled', data: 'kept', as: 'bound owner' },
    { up: 'ALTER TABLE accounts ALTER COLUMN seen TYPE date', data: 'kept', as: 'bound owner' },
    {
      up: `ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY; UPDATE accounts SET title = 'x'; ALTER TABLE accounts FORCE ROW LEVEL SECURITY`,
      data: 'kept',
      as: 'bound owner',
    },
    {
      up: 'ALTER TABLE invoices NO FORCE ROW LEVEL SECURITY; DELETE FROM invoices WHERE total < 6; ALTER TABLE invoices FORCE ROW LEVEL SECURITY',
      data: 'kept',
      as: 'bound owner',
    },
    { up: 'TRUNCATE invoices', data: 'kept', as: 'bound owner' },
    {
      up: 'ALTER TABLE invoices NO FORCE ROW LEVEL SECURITY; ALTER TABLE invoices DROP COLUMN account_id',
      data: 'kept',
      as: 'bound owner',
    },
    {
      up: `ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY; INSERT INTO accounts (id, tenant_id, number, email) VALUES (70, 1, 70, 'x@y'); ALTER TABLE accounts FORCE ROW LEVEL SECURITY`,
      data: 'kept',
      as: 'bound owner',
    },
  ],
};
