import { legacyNotes, tenantA, tenantB, type TenantCase } from './case';

const wronglyStamped = `
  SELECT a.tenant_id AS belongs, n.tenant_id AS stamped FROM legacy_notes n JOIN accounts a ON a.id = n.account_id
  WHERE n.tenant_id <> a.tenant_id`;

const twoUsersWithoutTenant = `
  INSERT INTO users (email, name) VALUES ('one@example.test', 'admin'), ('two@example.test', 'admin')`;

const deletedAccountWithUser = `
  INSERT INTO users (tenant_id, email, account_id)
    SELECT tenant_id, 'who@example.test', id FROM accounts WHERE tenant_id = '${tenantA}';
  DELETE FROM accounts WHERE tenant_id = '${tenantA}'`;

export const keyCases: readonly TenantCase[] = [
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
  {
    rule: 'tenant-unique-nullable-tenant',
    title: 'what should be there once is there twice without a tenant',
    versions: [18],
    setup: 'ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;',
    migration: 'ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (tenant_id, name);',
    afterwards: twoUsersWithoutTenant,
    shown: 'SELECT tenant_id, name FROM users',
    hazard: [
      { tenant_id: null, name: 'admin' },
      { tenant_id: null, name: 'admin' },
    ],
    safe: '23505',
  },
  {
    rule: 'tenant-unique-nullable-tenant',
    title: 'an index of their own keeps rows without a tenant apart',
    setup: 'ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;',
    migration: 'CREATE UNIQUE INDEX users_name ON users (tenant_id, name);',
    mended: `CREATE UNIQUE INDEX users_name ON users (tenant_id, name);
      CREATE UNIQUE INDEX users_name_without_tenant ON users (name) WHERE tenant_id IS NULL;`,
    afterwards: twoUsersWithoutTenant,
    shown: 'SELECT count(*)::int AS rows FROM users',
    hazard: [{ rows: 2 }],
    safe: '23505',
  },
  {
    rule: 'tenant-fk-composite-nullable',
    title: 'a row without a tenant points to an account that does not exist',
    setup: 'ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL, ALTER COLUMN account_id SET NOT NULL;',
    migration:
      'ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id);',
    afterwards: `INSERT INTO users (email, account_id) VALUES ('who@example.test', '${tenantA}')`,
    shown: 'SELECT count(*)::int AS unchecked FROM users WHERE account_id NOT IN (SELECT id FROM accounts)',
    hazard: [{ unchecked: 1 }],
    safe: '23503',
  },
  {
    rule: 'tenant-fk-set-null-tenant',
    title: 'no account that has users can be deleted',
    versions: [18],
    migration: `ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
      ON DELETE SET NULL;`,
    afterwards: deletedAccountWithUser,
    shown: 'SELECT tenant_id, account_id FROM users',
    hazard: '23502',
    safe: [{ tenant_id: tenantA, account_id: null }],
  },
  {
    rule: 'tenant-fk-set-null-tenant',
    title: 'users lose their tenant with their account',
    setup: 'ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;',
    migration: `ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
      ON DELETE SET NULL;`,
    mended: `ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
      ON DELETE RESTRICT;`,
    afterwards: deletedAccountWithUser,
    shown: 'SELECT tenant_id, account_id FROM users',
    hazard: [{ tenant_id: null, account_id: null }],
    safe: 'restricted',
  },
  {
    rule: 'tenant-fk-cascade-from-shared',
    title: 'one deleted plan takes rows of all tenants along',
    migration: `ALTER TABLE accounts DROP CONSTRAINT accounts_plan_id_fkey,
      ADD CONSTRAINT accounts_plan FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE;`,
    afterwards: 'DELETE FROM plans',
    shown: 'SELECT count(*)::int AS accounts FROM accounts',
    hazard: [{ accounts: 0 }],
    safe: 'restricted',
  },
  {
    rule: 'tenant-fk-shared-to-tenant',
    title: 'a tenant cannot delete its own row because a shared one points to it',
    setup: 'ALTER TABLE plans ADD COLUMN made_for uuid;',
    migration: 'ALTER TABLE plans ADD FOREIGN KEY (made_for) REFERENCES accounts (id);',
    mended: `CREATE TABLE made_plans (
      tenant_id uuid NOT NULL, account_id uuid NOT NULL, plan_id bigint NOT NULL REFERENCES plans (id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id));`,
    afterwards: `
      UPDATE plans SET made_for = (SELECT id FROM accounts WHERE tenant_id = '${tenantB}');
      SET app.tenant_id = '${tenantB}';
      SET ROLE app_user;
      DELETE FROM accounts;`,
    shown: 'SELECT count(*)::int AS accounts FROM accounts',
    hazard: '23503',
    safe: [{ accounts: 0 }],
  },
  {
    rule: 'tenant-on-conflict-unscoped',
    title: "one tenant's values are written over another's",
    setup: `CREATE UNIQUE INDEX users_email_of_all ON users (email);
      INSERT INTO users (tenant_id, email, name) VALUES ('${tenantA}', 'info@example.test', 'of a');`,
    migration: `INSERT INTO users (tenant_id, email, name) VALUES ('${tenantB}', 'info@example.test', 'of b')
      ON CONFLICT (email) DO UPDATE SET name = excluded.name;`,
    mended: `INSERT INTO users AS u (tenant_id, email, name) VALUES ('${tenantB}', 'info@example.test', 'of b')
      ON CONFLICT (email) DO UPDATE SET name = excluded.name WHERE u.tenant_id = excluded.tenant_id;`,
    shown: 'SELECT tenant_id, name FROM users',
    hazard: [{ tenant_id: tenantA, name: 'of b' }],
    safe: [{ tenant_id: tenantA, name: 'of a' }],
  },
  {
    rule: 'tenant-seed-into-tenant-table',
    title: 'a default row belongs to nobody',
    setup: 'ALTER TABLE accounts ALTER COLUMN tenant_id DROP NOT NULL;',
    migration: `INSERT INTO accounts (email, display_name) VALUES ('billing@example.test', 'Billing');`,
    afterwards: `SET app.tenant_id = '${tenantB}'; SET ROLE app_user`,
    shown: `SELECT display_name FROM accounts WHERE email = 'billing@example.test'`,
    hazard: [],
    safe: [{ display_name: 'Billing' }],
  },
];
