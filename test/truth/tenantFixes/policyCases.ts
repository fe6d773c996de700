import { accountB, asTenantA, tenantA, tenantB, type LeakCase } from './case';

const notesOfBoth = `
  INSERT INTO notes (id, tenant_id, body) VALUES (1, '${tenantA}', 'of a'), (2, '${tenantB}', 'of b');
  ${asTenantA}`;
const newNotes =
  'CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), body text);';

/** Leaks past row-level security. */
export const policyCases: readonly LeakCase[] = [
  {
    rule: 'rls-table-not-enabled',
    title: 'a new table, protected like the newest of the others',
    migration: newNotes,
    afterwards: notesOfBoth,
    shown: 'SELECT body FROM notes ORDER BY id',
    leak: [{ body: 'of a' }, { body: 'of b' }],
    mended: [{ body: 'of a' }],
  },
  {
    rule: 'rls-table-not-enabled',
    title: 'a policy for each command, by a function and a restrictive one on top',
    history: `
      CREATE FUNCTION acting_tenant() RETURNS uuid LANGUAGE sql STABLE
        AS $$ SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;
      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE POLICY "users: read" ON users FOR SELECT TO app_user USING (users.tenant_id = (SELECT acting_tenant()));
      CREATE POLICY "users: write" ON users FOR INSERT TO app_user WITH CHECK (tenant_id = acting_tenant());
      CREATE POLICY "users: never without" ON users AS RESTRICTIVE
        USING (public.users.tenant_id IS NOT NULL);`,
    migration: newNotes,
    afterwards: `${notesOfBoth}
      INSERT INTO notes (id, tenant_id, body) VALUES (3, '${tenantA}', 'new');`,
    shown: 'SELECT body FROM notes ORDER BY id',
    leak: [{ body: 'of a' }, { body: 'of b' }, { body: 'new' }],
    mended: [{ body: 'of a' }, { body: 'new' }],
  },
  {
    rule: 'rls-table-not-enabled',
    title: 'a membership that a sub-select looks up, and rights that only single tables have',
    policy: 'tenancy: { setting: null }',
    history: `
      ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM app_user;
      CREATE TABLE memberships (tenant_id uuid REFERENCES tenants (id), login text, PRIMARY KEY (tenant_id, login));
      GRANT SELECT ON memberships TO app_user;
      GRANT SELECT, INSERT, TRUNCATE ON users TO app_user;
      INSERT INTO memberships VALUES ('${tenantA}', 'one');
      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE POLICY users_of_members ON users USING (EXISTS (
        SELECT FROM memberships AS m
        WHERE m.tenant_id = users.tenant_id AND m.login = current_setting('app.login', true)));`,
    migration: newNotes,
    afterwards: `
      INSERT INTO notes (id, tenant_id, body) VALUES (1, '${tenantA}', 'of a'), (2, '${tenantB}', 'of b');
      SET ROLE app_user; SET app.login = 'one';`,
    shown: 'SELECT body FROM notes ORDER BY id',
    // Nobody has granted anything yet: the fix does so behind the policies.
    leak: '42501',
    mended: [{ body: 'of a' }],
  },
  {
    rule: 'rls-table-not-enabled',
    title: 'a table that knows its tenant by the same key as another one',
    history: `
      ALTER TABLE invoice_lines ENABLE ROW LEVEL SECURITY;
      CREATE POLICY lines_of_tenant ON invoice_lines USING (invoice_id IN (
        SELECT id FROM invoices WHERE tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid));`,
    migration: 'CREATE TABLE invoice_notes (invoice_id uuid NOT NULL REFERENCES invoices (id), body text);',
    afterwards: `
      INSERT INTO invoice_notes SELECT id, account_id FROM invoices;
      ${asTenantA}`,
    shown: `SELECT count(*)::int AS strangers FROM invoice_notes WHERE body = '${accountB}'`,
    leak: [{ strangers: 1 }],
    mended: [{ strangers: 0 }],
  },
  {
    rule: 'rls-table-not-enabled',
    title: 'a table whose policies open it is no model',
    history: `
      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE POLICY users_for_everybody ON users USING (true);`,
    migration: newNotes,
    afterwards: notesOfBoth,
    shown: 'SELECT body FROM notes ORDER BY id',
    leak: [{ body: 'of a' }, { body: 'of b' }],
    mended: [{ body: 'of a' }],
  },
  {
    rule: 'tenant-table-missing-column',
    title: 'a row that says whose it is cannot be written for a tenant that is not there',
    migration: 'CREATE TABLE notes (\n  id bigint PRIMARY KEY,\n  body text\n);',
    afterwards: `INSERT INTO notes (id, body) VALUES (1, 'whose?')`,
    shown: 'SELECT count(*)::int AS of_nobody FROM notes',
    leak: [{ of_nobody: 1 }],
    mended: '23502',
  },
  {
    rule: 'tenant-unique-not-scoped',
    title: 'a name that another tenant has taken',
    history: newNotes,
    before: `INSERT INTO notes (id, tenant_id, body) VALUES (1, '${tenantB}', 'taken')`,
    migration: 'CREATE UNIQUE INDEX notes_body ON notes (body);',
    afterwards: `INSERT INTO notes (id, tenant_id, body) VALUES (2, '${tenantA}', 'taken')`,
    shown: 'SELECT count(*)::int AS rows FROM notes',
    leak: '23505',
    mended: [{ rows: 2 }],
  },
  {
    rule: 'tenant-unique-not-scoped',
    title: 'a constraint on a new column',
    migration: 'ALTER TABLE users ADD COLUMN login text UNIQUE;',
    afterwards: `UPDATE users SET login = 'admin'`,
    shown: 'SELECT count(*)::int AS rows FROM users WHERE login IS NOT NULL',
    leak: '23505',
    mended: [{ rows: 2 }],
  },
];
