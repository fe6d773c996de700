import type { IsolationCase, Probe } from './case';
import { bothTenants, ownTenant, usersOf } from './tenants';

/** Users are protected, and nothing lets the application at them yet. */
const guardedUsers = `
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  GRANT SELECT, INSERT, UPDATE, DELETE ON users TO app_user;`;

const ofTenant = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid";

const isolatedUsers = `${guardedUsers} CREATE POLICY own ON users USING (${ofTenant});`;

const addForTenantB: Probe = {
  as: 'tenant A',
  sql: `INSERT INTO users (tenant_id, email) VALUES ('00000000-0000-4000-8000-00000000000b', 'planted')`,
};

/** What policies test. Each tenant has one user. */
export const policyCases: readonly IsolationCase[] = [
  {
    rule: 'rls-using-true',
    title: 'one policy that is always true opens all rows, whatever another one says',
    history: isolatedUsers,
    hazard: 'CREATE POLICY everything ON users FOR SELECT USING (id = id);',
    instead: 'fix',
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-using-true',
    title: 'a restrictive policy ties the rows to their tenant anyway',
    history: guardedUsers,
    hazard: 'CREATE POLICY everything ON users USING (true);',
    instead: {
      migration: `CREATE POLICY tenants ON users AS RESTRICTIVE USING (${ofTenant}); CREATE POLICY everything ON users USING (true);`,
    },
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-write-without-with-check',
    title: 'a tenant adds rows to another one, and without WITH CHECK the server asks USING',
    history: guardedUsers,
    hazard: `CREATE POLICY own ON users USING (${ofTenant}) WITH CHECK (true);`,
    instead: 'fix',
    probe: addForTenantB,
    afterHazard: { shows: [] },
    afterInstead: { refusedWith: '42501' },
  },
  {
    rule: 'rls-write-without-with-check',
    title: 'a policy for INSERT that asks for anything but the tenant',
    history: guardedUsers,
    hazard: "CREATE POLICY adding ON users FOR INSERT WITH CHECK (email <> '');",
    instead: 'fix',
    probe: addForTenantB,
    afterHazard: { shows: [] },
    afterInstead: { refusedWith: '42501' },
  },
  {
    rule: 'rls-write-without-with-check',
    title: 'an UPDATE that reads nothing gives a row to another tenant',
    history: `${isolatedUsers} ALTER POLICY own ON users TO migrator; CREATE POLICY reading ON users FOR SELECT USING (${ofTenant});`,
    hazard: `CREATE POLICY changing ON users FOR UPDATE USING (${ofTenant}) WITH CHECK (email <> '');`,
    instead: 'fix',
    probe: {
      as: 'tenant A',
      sql: `UPDATE users SET tenant_id = '00000000-0000-4000-8000-00000000000b'`,
    },
    afterHazard: { shows: [] },
    afterInstead: { refusedWith: '42501' },
  },
  {
    rule: 'rls-not-tenant-expression',
    title: 'whoever has signed in sees the rows of all tenants',
    history: guardedUsers,
    hazard: "CREATE POLICY signed_in ON users USING (current_setting('app.tenant_id', true) IS NOT NULL);",
    instead: 'fix',
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-not-tenant-expression',
    title: 'a condition on the row alone lets a tenant delete the rows of another one',
    history: guardedUsers,
    hazard: 'CREATE POLICY unnamed ON users USING (name IS NULL);',
    instead: { migration: `CREATE POLICY unnamed ON users USING (name IS NULL AND ${ofTenant});` },
    probe: { as: 'tenant A', sql: 'DELETE FROM users RETURNING email' },
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-permissive-plus-permissive',
    title: 'what was meant as a further condition is a further way in',
    history: isolatedUsers,
    hazard: 'CREATE POLICY unnamed ON users USING (name IS NULL);',
    instead: 'fix',
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-policy-null-open',
    title: 'a session without a tenant sees the rows of all',
    history: guardedUsers,
    hazard: `CREATE POLICY own ON users USING (current_setting('app.tenant_id', true) IS NULL OR ${ofTenant});`,
    instead: { migration: `CREATE POLICY own ON users USING (${ofTenant});` },
    probe: { ...usersOf, before: ['RESET ALL'] },
    afterHazard: bothTenants,
    afterInstead: { shows: [] },
  },
  {
    rule: 'rls-policy-null-open',
    title: 'a tenant puts a row before all others',
    history: `CREATE TABLE notices (tenant_id uuid, text text);
      ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON notices TO app_user;`,
    hazard: `CREATE POLICY own ON notices USING (tenant_id IS NULL OR ${ofTenant});`,
    instead: {
      migration: `CREATE POLICY own ON notices USING (${ofTenant});`,
    },
    probe: { as: 'tenant A', sql: "INSERT INTO notices (text) VALUES ('for all')" },
    afterHazard: { shows: [] },
    afterInstead: { refusedWith: '42501' },
  },
];
