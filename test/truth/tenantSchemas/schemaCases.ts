import type { TenantRunCase } from './case';

const eachTenant = 'tenancy: { model: schema }';
const once =
  'tenancy: { model: schema }\nmigrations: [{ path: db/shared, scope: shared }, { path: db/migrations, scope: shared }]';

const twoTenants = `
  CREATE SCHEMA tenant_x; CREATE SCHEMA tenant_y;
  CREATE TABLE tenant_x.members (id int PRIMARY KEY, email text, plan_id bigint REFERENCES public.plans (id));
  CREATE TABLE tenant_y.members (id int PRIMARY KEY, email text, plan_id bigint REFERENCES public.plans (id));`;
const twoMembers = `
  INSERT INTO tenant_x.members VALUES (1, 'x'); INSERT INTO tenant_y.members VALUES (1, 'y');`;

const loop = (body: string, condition = `nspname LIKE 'tenant\\_%'`) => `
  DO $$ DECLARE s text; BEGIN
    FOR s IN SELECT nspname FROM pg_namespace WHERE ${condition} LOOP
      ${body}
    END LOOP;
  END $$;`;

const columns = (name: string) =>
  `SELECT table_schema::text FROM information_schema.columns WHERE column_name = '${name}' ORDER BY 1`;

/** Tenants with a schema each: the migration runs for two of them, or once for all. */
export const schemaCases: readonly TenantRunCase[] = [
  {
    rule: 'tenant-schema-hardcoded',
    title: 'each run changes the same tenant, and none its own',
    policy: eachTenant,
    migration: 'ALTER TABLE tenant_a.accounts ADD COLUMN IF NOT EXISTS phone text;',
    probe: { by: 'another connection', sql: columns('phone') },
    hazard: { shows: ['tenant_a'] },
    safe: { shows: ['tenant_a', 'tenant_b'] },
  },
  {
    rule: 'pg-guard-wrong-scope',
    title: 'the first tenant’s column keeps all others from getting theirs',
    policy: eachTenant,
    migration: `
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'accounts' AND column_name = 'phone') THEN
          ALTER TABLE accounts ADD COLUMN phone text;
        END IF;
      END $$;`,
    probe: { by: 'another connection', sql: columns('phone') },
    hazard: { shows: ['tenant_a'] },
    safe: { shows: ['tenant_a', 'tenant_b'] },
  },
  {
    rule: 'tenant-schema-unqualified-shared',
    title: 'a tenant that has a table of that name gets keys to its own',
    policy: eachTenant,
    prepared: 'CREATE TABLE tenant_b.plans (id bigint PRIMARY KEY)',
    migration: 'CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans (id));',
    probe: {
      by: 'another connection',
      sql: `SELECT confrelid::regclass::text FROM pg_constraint WHERE conname = 'subscriptions_plan_id_fkey' ORDER BY 1`,
    },
    hazard: { shows: ['plans', 'tenant_b.plans'] },
    safe: { shows: ['plans', 'plans'] },
  },
  {
    rule: 'tenant-schema-mixed-file',
    title: 'the run for the second tenant fails',
    policy: eachTenant,
    migration: 'ALTER TABLE public.plans ADD COLUMN price numeric;',
    mended: 'ALTER TABLE accounts ADD COLUMN price numeric;',
    probe: { by: 'another connection', sql: columns('price') },
    hazard: { refused: { tenant_b: '42701' }, shows: ['public'] },
    safe: { shows: ['tenant_a', 'tenant_b'] },
  },
  {
    rule: 'tenant-schema-mixed-file',
    title: 'rows are there once for each tenant',
    policy: eachTenant,
    migration: `INSERT INTO public.tenants (name) VALUES ('support');`,
    mended: 'INSERT INTO public.tenants (name) VALUES (current_schema());',
    probe: { by: 'another connection', sql: 'SELECT name FROM tenants ORDER BY 1' },
    hazard: { shows: ['support', 'support'] },
    safe: { shows: ['tenant_a', 'tenant_b'] },
  },
  {
    rule: 'tenant-schema-search-path-public-write',
    title: 'DROP … IF EXISTS takes the table that all tenants share',
    policy: eachTenant,
    migration: 'DROP TABLE IF EXISTS plans;',
    mended: 'DROP TABLE IF EXISTS invoices;',
    probe: { by: 'another connection', sql: `SELECT to_regclass('public.plans')::text` },
    hazard: { shows: [null] },
    safe: { shows: ['plans'] },
  },
  {
    rule: 'tenant-schema-search-path-public-write',
    title: 'a tenant that has lost its table drops that of all tenants',
    policy: eachTenant,
    history: 'CREATE TABLE plans (id bigint PRIMARY KEY);',
    prepared: 'DROP TABLE tenant_b.plans',
    migration: 'DROP TABLE plans;',
    mended: 'DROP TABLE ${schema}.plans;',
    probe: { by: 'another connection', sql: `SELECT to_regclass('public.plans')::text` },
    hazard: { shows: [null] },
    safe: { refused: { tenant_b: '42P01' }, shows: ['plans'] },
  },
  {
    rule: 'tenant-schema-search-path-public-write',
    title: 'UPDATE changes what all tenants share, once for each of them',
    policy: eachTenant,
    prepared: `INSERT INTO public.tenants (name) VALUES ('x')`,
    migration: `UPDATE tenants SET name = name || '!';`,
    mended: 'UPDATE accounts SET balance = balance + 1;',
    probe: { by: 'another connection', sql: 'SELECT name FROM tenants' },
    hazard: { shows: ['x!!'] },
    safe: { shows: ['x'] },
  },
  {
    rule: 'tenant-schema-not-idempotent',
    title: 'a tenant that has the change already cannot be migrated',
    policy: `${eachTenant}\nrules: { tenant-schema-not-idempotent: hint }`,
    prepared: 'ALTER TABLE tenant_b.accounts ADD COLUMN phone text',
    migration: 'ALTER TABLE accounts ADD COLUMN phone text;',
    probe: { by: 'another connection', sql: columns('phone') },
    hazard: { refused: { tenant_b: '42701' }, shows: ['tenant_a', 'tenant_b'] },
    safe: { shows: ['tenant_a', 'tenant_b'] },
  },
  {
    rule: 'tenant-schema-global-object',
    title: 'the run for the second tenant fails',
    policy: eachTenant,
    migration: 'CREATE PUBLICATION changes;',
    mended: 'CREATE TABLE changes (id bigint PRIMARY KEY);',
    probe: { by: 'another connection', sql: 'SELECT count(*)::int FROM pg_publication' },
    hazard: { refused: { tenant_b: '42710' }, shows: [1] },
    safe: { shows: [0] },
  },
  {
    rule: 'tenant-schema-search-path-session',
    title: 'the next one on the connection works in that schema',
    policy: once,
    migration: 'SET search_path = tenant_b, public; SELECT 1;',
    probe: { by: 'the same connection', sql: 'SELECT current_schema()::text' },
    hazard: { shows: ['tenant_b'] },
    safe: { shows: ['public'] },
  },
  {
    rule: 'tenant-schema-unquoted-dynamic-sql',
    title: 'a tenant whose schema needs quotes stops the loop',
    policy: once,
    prepared: 'CREATE SCHEMA "Tenant-7"; CREATE TABLE "Tenant-7".accounts (id int)',
    migration: loop(
      `EXECUTE format('ALTER TABLE %s.accounts ADD COLUMN phone text', s);`,
      `nspname ~* '^tenant'`,
    ),
    probe: { by: 'another connection', sql: columns('phone') },
    hazard: { refused: { all: '42601' }, shows: [] },
    safe: { shows: ['Tenant-7', 'tenant_a', 'tenant_b'] },
  },
  {
    rule: 'tenant-schema-unquoted-dynamic-sql',
    title: 'the name of a tenant is run',
    policy: once,
    prepared:
      'CREATE SCHEMA "tenant_a.accounts ADD COLUMN owned int; --"; CREATE TABLE "tenant_a.accounts ADD COLUMN owned int; --".accounts (id int)',
    migration: loop(
      `EXECUTE 'ALTER TABLE ' || s || '.accounts ADD COLUMN phone text';`,
      `nspname LIKE 'tenant_a._%'`,
    ),
    probe: { by: 'another connection', sql: columns('owned') },
    hazard: { shows: ['tenant_a'] },
    safe: { shows: [] },
  },
  {
    rule: 'tenant-schema-fanout-one-tx',
    title: 'one transaction holds the locks of all tenants',
    policy: once,
    prepared: `DO $$ BEGIN FOR n IN 1..48 LOOP
      EXECUTE format('CREATE SCHEMA tenant_%s; CREATE TABLE tenant_%s.accounts (id int)', n, n); END LOOP; END $$`,
    migration: loop(`EXECUTE format('ALTER TABLE %I.accounts ADD COLUMN phone text', s);`),
    probe: {
      by: 'another connection, before the end',
      sql: `SELECT count(*)::int FROM pg_locks JOIN pg_class ON pg_class.oid = relation
            WHERE relname = 'accounts' AND mode = 'AccessExclusiveLock'`,
    },
    hazard: { shows: [50] },
    safe: { shows: [0] },
  },
  {
    rule: 'tenant-schema-concurrently-in-runner',
    title: 'the server refuses it in a DO block, after a COMMIT too',
    policy: once,
    migration: loop(
      `EXECUTE format('CREATE INDEX CONCURRENTLY accounts_balance ON %I.accounts (balance)', s); COMMIT;`,
    ),
    mended: loop(`EXECUTE format('CREATE INDEX accounts_balance ON %I.accounts (balance)', s); COMMIT;`),
    probe: {
      by: 'another connection',
      sql: `SELECT schemaname::text FROM pg_indexes WHERE indexname = 'accounts_balance' ORDER BY 1`,
    },
    hazard: { refused: { all: '25001' }, shows: [] },
    safe: { shows: ['tenant_a', 'tenant_b'] },
  },
  {
    rule: 'tenant-schema-cross-tenant-ref',
    title: 'a view shows rows of a tenant on whose schema the reader has no right',
    policy: once,
    history: twoTenants,
    prepared: `${twoMembers} GRANT USAGE ON SCHEMA tenant_x TO app_user;
      ALTER DEFAULT PRIVILEGES IN SCHEMA tenant_x GRANT SELECT ON TABLES TO app_user`,
    migration: 'CREATE VIEW tenant_x.partners AS SELECT email FROM tenant_y.members;',
    mended: 'CREATE VIEW tenant_x.partners AS SELECT email FROM tenant_x.members;',
    probe: { by: 'another connection', sql: 'SET ROLE app_user; SELECT email FROM tenant_x.partners' },
    hazard: { shows: ['y'] },
    safe: { shows: ['x'] },
  },
  {
    rule: 'tenant-schema-cross-tenant-ref',
    title: 'a foreign key keeps the other tenant from deleting its row',
    policy: once,
    history: twoTenants,
    prepared: twoMembers,
    migration:
      'ALTER TABLE tenant_x.members ADD COLUMN partner int DEFAULT 1 REFERENCES tenant_y.members (id);',
    mended: 'ALTER TABLE tenant_x.members ADD COLUMN partner int DEFAULT 1 REFERENCES tenant_x.members (id);',
    probe: { by: 'another connection', sql: 'DELETE FROM tenant_y.members RETURNING email' },
    hazard: { shows: '23503' },
    safe: { shows: ['y'] },
  },
  {
    rule: 'tenant-schema-onboarding-locks-shared',
    title: 'writes to the shared table wait until the tenant is made',
    policy: eachTenant,
    migration:
      'CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));',
    mended: 'CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint);',
    probe: {
      by: 'another connection, before the end',
      sql: `SET lock_timeout = '200ms'; INSERT INTO public.plans (code) VALUES ('x') RETURNING code`,
    },
    hazard: { shows: '55P03' },
    safe: { shows: ['x'] },
  },
  {
    rule: 'tenant-schema-offboarding-locks-shared',
    title: 'reads of the shared table wait until the tenant is gone',
    policy: once,
    history: twoTenants,
    migration: 'DROP SCHEMA tenant_x CASCADE;',
    mended: `
      ALTER TABLE tenant_x.members DROP CONSTRAINT members_plan_id_fkey;
      COMMIT; BEGIN;
      DROP SCHEMA tenant_x CASCADE;`,
    probe: {
      by: 'another connection, before the end',
      sql: `SET lock_timeout = '200ms'; SELECT count(*)::int FROM public.plans`,
    },
    hazard: { shows: '55P03' },
    safe: { shows: [0] },
  },
  {
    rule: 'tenant-schema-type-shadowing',
    title: 'a shared function does not take a value of the tenant’s type',
    policy: once,
    history: `
      CREATE TYPE public.mood AS ENUM ('ok'); CREATE SCHEMA tenant_x;
      CREATE FUNCTION public.spoken(public.mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';`,
    migration: `CREATE TYPE tenant_x.mood AS ENUM ('ok'); CREATE TABLE tenant_x.days AS SELECT 'ok'::tenant_x.mood AS mood;`,
    mended: `CREATE TABLE tenant_x.days AS SELECT 'ok'::public.mood AS mood;`,
    probe: { by: 'another connection', sql: 'SELECT public.spoken(mood) FROM tenant_x.days' },
    hazard: { shows: '42883' },
    safe: { shows: ['ok'] },
  },
  {
    rule: 'tenant-schema-function-search-path',
    title: 'a function of one tenant reads the tables of another',
    policy: eachTenant,
    prepared: `INSERT INTO tenant_a.accounts (email) VALUES ('a'); INSERT INTO tenant_b.accounts (email) VALUES ('b')`,
    migration:
      'CREATE FUNCTION emails() RETURNS SETOF text LANGUAGE sql AS $$ SELECT email FROM accounts $$;',
    probe: {
      by: 'another connection',
      sql: 'SET search_path = tenant_b, public; SELECT tenant_a.emails()',
    },
    hazard: { shows: ['b'] },
    safe: { shows: ['a'] },
  },
  {
    rule: 'tenant-schema-function-search-path',
    title: 'a shared function works for one tenant whoever calls it',
    policy: once,
    prepared: `INSERT INTO tenant_a.accounts (email) VALUES ('a'); INSERT INTO tenant_b.accounts (email) VALUES ('b')`,
    migration: `CREATE FUNCTION public.emails() RETURNS SETOF text LANGUAGE plpgsql SET search_path = tenant_a
      AS $$ BEGIN RETURN QUERY SELECT email FROM accounts; END $$;`,
    mended: `CREATE FUNCTION public.emails() RETURNS SETOF text LANGUAGE plpgsql
      AS $$ BEGIN RETURN QUERY SELECT email FROM accounts; END $$;`,
    probe: {
      by: 'another connection',
      sql: 'SET search_path = tenant_b, public; SELECT public.emails()',
    },
    hazard: { shows: ['a'] },
    safe: { shows: ['b'] },
  },
  {
    rule: 'tenant-schema-rename',
    title: 'connections of the tenant go on with the shared table of that name',
    policy: once,
    history: twoTenants,
    prepared: `${twoMembers} CREATE TABLE public.members AS SELECT 1 AS id, 'everybody' AS email`,
    migration: 'ALTER SCHEMA tenant_x RENAME TO tenant_z;',
    mended: `COMMENT ON SCHEMA tenant_x IS 'called z';`,
    probe: {
      by: 'another connection',
      sql: 'SET search_path = tenant_x, public; SELECT email FROM members',
    },
    hazard: { shows: ['everybody'] },
    safe: { shows: ['x'] },
  },
  {
    rule: 'tenant-schema-grant-public-schema',
    title: 'the role of another tenant reads the tenant’s rows',
    policy: once,
    history: twoTenants,
    prepared: `${twoMembers} GRANT SELECT ON tenant_x.members TO PUBLIC`,
    migration: 'GRANT USAGE ON SCHEMA tenant_x TO PUBLIC;',
    probe: { by: 'another connection', sql: 'SET ROLE pg_monitor; SELECT email FROM tenant_x.members' },
    hazard: { shows: ['x'] },
    safe: { shows: '42501' },
  },
  {
    rule: 'tenant-schema-drift-create-only',
    title: 'tenants that were alike differ',
    policy: once,
    history: twoTenants,
    migration: 'ALTER TABLE tenant_x.members ADD COLUMN phone text;',
    mended:
      'ALTER TABLE tenant_x.members ADD COLUMN phone text; ALTER TABLE tenant_y.members ADD COLUMN phone text;',
    probe: { by: 'another connection', sql: columns('phone') },
    hazard: { shows: ['tenant_x'] },
    safe: { shows: ['tenant_x', 'tenant_y'] },
  },
];
