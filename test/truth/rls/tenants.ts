import type { Outcome, Probe } from './case';

/** Users are held back by a policy that asks for the tenant; the application may read them. */
export const protectedUsers = `
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY users_isolation ON users
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
  GRANT SELECT ON users TO app_user;`;

/** What tenant A sees of the users. */
export const usersOf: Probe = { as: 'tenant A', sql: 'SELECT email FROM users ORDER BY email' };

export const ownTenant: Outcome = { shows: ['a@example.org'] };
export const bothTenants: Outcome = { shows: ['a@example.org', 'b@example.org'] };

/** What a connection of the application says before it works for tenant A. */
export const actsForTenantA: readonly string[] = [
  "SET app.tenant_id = '00000000-0000-4000-8000-00000000000a'",
];
