import type { TruthVersion } from '../server';

/** A hazard for the rows of tenants, how it shows on a server, and that it shows no more once it is mended. */
export interface TenantCase {
  readonly rule: string;
  readonly title: string;
  /** All of them where it is left out. */
  readonly versions?: readonly TruthVersion[];
  /** An earlier migration. */
  readonly setup?: string;
  /** What the session that migrates has set. */
  readonly session?: string;
  readonly migration: string;
  /** Left out where the finding has a fix. */
  readonly mended?: string;
  /** What the application does afterwards. */
  readonly afterwards?: string;
  readonly shown: string;
  /** The rows of `shown`, or the SQLSTATE with which the server refuses what comes after the migration. */
  readonly hazard: Outcome;
  readonly safe: Outcome;
}

type Outcome = string | readonly Readonly<Record<string, unknown>>[];

const tenantA = '00000000-0000-0000-0000-00000000000a';
const tenantB = '00000000-0000-0000-0000-00000000000b';

/** Each tenant has one account, whose id ends like its own, on the one plan that there is. */
export const rowsOfTwoTenants = `
  INSERT INTO tenants (id, name) VALUES ('${tenantA}', 'a'), ('${tenantB}', 'b');
  INSERT INTO plans (code) VALUES ('basic');
  INSERT INTO accounts (id, tenant_id, plan_id, email)
    SELECT overlay(tenants.id::text PLACING '1' FROM 1)::uuid, tenants.id, plans.id, 'info@example.test'
    FROM tenants, plans;
  GRANT ALL ON ALL TABLES IN SCHEMA public TO app_user;`;

/** A table from before there were tenants: its accounts tell whose the notes are. */
const legacyNotes = `
  CREATE TABLE legacy_notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id uuid, body text);
  INSERT INTO legacy_notes (account_id, body) SELECT id, 'hello' FROM accounts;`;

const wronglyStamped = `
  SELECT a.tenant_id AS belongs, n.tenant_id AS stamped FROM legacy_notes n JOIN accounts a ON a.id = n.account_id
  WHERE n.tenant_id <> a.tenant_id`;

export const cases: readonly TenantCase[] = [
  {
    rule: 'tenant-column-nullable',
    title: 'an INSERT that forgets the tenant leaves a row of nobody',
    migration: `CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid REFERENCES tenants (id), body text);`,
    afterwards: `INSERT INTO notes (id, body) VALUES (1, 'whose?')`,
    shown: 'SELECT tenant_id, body FROM notes',
    hazard: [{ tenant_id: null, body: 'whose?' }],
    safe: '23502',
  },
  {
    rule: 'tenant-column-nullable',
    title: 'a row that is updated to have no tenant is hidden from its own',
    migration: 'ALTER TABLE accounts ALTER COLUMN tenant_id DROP NOT NULL;',
    mended: 'ALTER TABLE accounts ALTER COLUMN email DROP NOT NULL;',
    afterwards: `
      UPDATE accounts SET tenant_id = NULL WHERE tenant_id = '${tenantA}';
      SET app.tenant_id = '${tenantA}';
      SET ROLE app_user;`,
    shown: 'SELECT count(*)::int AS visible FROM accounts',
    hazard: [{ visible: 0 }],
    safe: '23502',
  },
  {
    rule: 'tenant-column-constant-default',
    title: 'all rows become those of one tenant',
    setup: legacyNotes,
    migration: `ALTER TABLE legacy_notes ADD COLUMN tenant_id uuid NOT NULL DEFAULT '${tenantA}';`,
    shown: wronglyStamped,
    hazard: [{ belongs: tenantB, stamped: tenantA }],
    safe: [],
  },
  {
    rule: 'tenant-column-constant-default',
    title: 'an INSERT that forgets the tenant writes into another one',
    migration: `ALTER TABLE users ALTER COLUMN tenant_id SET DEFAULT '${tenantA}';`,
    mended: `ALTER TABLE users ALTER COLUMN tenant_id SET DEFAULT NULL;`,
    afterwards: `INSERT INTO users (email) VALUES ('somebody@b.example.test')`,
    shown: 'SELECT tenant_id FROM users',
    hazard: [{ tenant_id: tenantA }],
    safe: '23502',
  },
  {
    rule: 'tenant-column-guc-default-stamps-rows',
    title: 'all rows become those of the tenant that the migration had set',
    setup: legacyNotes,
    session: `SET app.tenant_id = '${tenantA}'`,
    migration: `ALTER TABLE legacy_notes ADD COLUMN tenant_id uuid DEFAULT current_setting('app.tenant_id')::uuid;`,
    shown: wronglyStamped,
    hazard: [{ belongs: tenantB, stamped: tenantA }],
    safe: [],
  },
];
