import type { IsolationCase } from './case';
import { bothTenants, ownTenant, protectedUsers, usersOf } from './tenants';

const ofTenant = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid";

const readable = 'GRANT SELECT ON users TO app_user;';
const nobody = { shows: [] };

/** In which order policies come and go. Each tenant has one user. */
export const orderCases: readonly IsolationCase[] = [
  {
    rule: 'rls-enable-before-policy',
    title: 'the application sees no rows until the policy is there',
    history: readable,
    hazard: `ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (${ofTenant});`,
    instead: 'fix',
    isWatched: true,
    probe: usersOf,
    afterHazard: { shows: [0, 1] },
    // Until the policy is asked, the table is as open as it was before.
    afterInstead: { shows: [2, 1] },
  },
  {
    rule: 'rls-enabled-no-policy',
    title: 'without a policy the application sees nothing',
    history: readable,
    hazard: 'ALTER TABLE users ENABLE ROW LEVEL SECURITY;',
    instead: {
      migration: `CREATE POLICY own ON users USING (${ofTenant}); ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    },
    probe: usersOf,
    afterHazard: nobody,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-policy-swap-window',
    title: 'between DROP and CREATE the application sees no rows, and ALTER POLICY has no between',
    history: protectedUsers,
    hazard: `DROP POLICY users_isolation ON users; CREATE POLICY users_isolation ON users AS PERMISSIVE FOR ALL USING (${ofTenant}) WITH CHECK (${ofTenant});`,
    instead: 'fix',
    isWatched: true,
    probe: usersOf,
    afterHazard: { shows: [0, 1] },
    afterInstead: { shows: [1] },
  },
  {
    rule: 'rls-policy-swap-window',
    title: 'a new policy is there before the old one goes',
    history: protectedUsers,
    hazard: `DROP POLICY users_isolation ON users; CREATE POLICY users_own ON users USING (${ofTenant});`,
    instead: 'fix',
    isWatched: true,
    probe: usersOf,
    afterHazard: { shows: [0, 1] },
    afterInstead: { shows: [1, 1] },
  },
  {
    rule: 'rls-policy-swap-window',
    title: 'without the restrictive policy the rows of all tenants are open for a while',
    history: `${protectedUsers} DROP POLICY users_isolation ON users; CREATE POLICY everything ON users USING (true);
      CREATE POLICY own ON users AS RESTRICTIVE USING (${ofTenant});`,
    hazard: `DROP POLICY own ON users; CREATE POLICY own ON users AS RESTRICTIVE TO app_user USING (${ofTenant});`,
    instead: 'fix',
    isWatched: true,
    probe: usersOf,
    afterHazard: { shows: [2, 1] },
    afterInstead: { shows: [1] },
  },
  {
    rule: 'rls-drop-policy',
    title: 'without the last permissive policy the application sees nothing',
    history: protectedUsers,
    hazard: 'DROP POLICY users_isolation ON users;',
    instead: {
      migration: `DROP POLICY users_isolation ON users; CREATE POLICY own ON users TO app_user USING (${ofTenant});`,
    },
    probe: usersOf,
    afterHazard: nobody,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-drop-policy',
    title: 'without the restrictive policy the rows of all tenants are open',
    history: `${protectedUsers} CREATE POLICY everything ON users USING (true);
      CREATE POLICY own ON users AS RESTRICTIVE USING (${ofTenant});`,
    hazard: 'DROP POLICY own ON users;',
    instead: { migration: 'DROP POLICY own ON users; DROP POLICY everything ON users;' },
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-policy-no-rls',
    title: 'a policy that nobody asks holds nobody back',
    history: readable,
    hazard: `CREATE POLICY own ON users USING (${ofTenant});`,
    instead: 'fix',
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-restrictive-only',
    title: 'restrictive policies alone let nobody at the rows',
    history: `${readable} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    hazard: `CREATE POLICY own ON users AS RESTRICTIVE USING (${ofTenant});`,
    instead: 'fix',
    probe: usersOf,
    afterHazard: nobody,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-not-forced',
    title: 'a member of the owner sees the rows of all tenants',
    runBy: 'superuser',
    history: 'CREATE ROLE owners; GRANT owners TO app_user; ALTER TABLE users OWNER TO owners;',
    hazard: `CREATE POLICY own ON users USING (${ofTenant}); ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    instead: 'fix',
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-no-force',
    title: 'a view of the owner shows the rows of all tenants, unless they are forced again',
    history: `${protectedUsers} ALTER TABLE users FORCE ROW LEVEL SECURITY;
      CREATE VIEW names AS SELECT email FROM users;
      GRANT SELECT ON names TO app_user;`,
    hazard: 'ALTER TABLE users NO FORCE ROW LEVEL SECURITY;',
    instead: {
      migration:
        'ALTER TABLE users NO FORCE ROW LEVEL SECURITY; UPDATE users SET name = email; ALTER TABLE users FORCE ROW LEVEL SECURITY;',
    },
    probe: { as: 'tenant A', sql: 'SELECT email FROM names ORDER BY email' },
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
];
