import type { TenantRunCase } from './case';

const row = 'tenancy: { model: row }';
const tenantA = '00000000-0000-4000-8000-00000000000a';

/** What a session keeps of a tenant or a role, and what it never gets. */
export const contextCases: readonly TenantRunCase[] = [
  {
    rule: 'tenant-context-session-set',
    title: 'the next request on the connection sees the rows of the tenant that was left behind',
    policy: row,
    migration: `SET app.tenant_id = '${tenantA}'; UPDATE accounts SET balance = 1;`,
    probe: { by: 'the same connection', sql: 'SET ROLE app_user; SELECT email FROM accounts' },
    hazard: { shows: ['a'] },
    safe: { shows: [] },
  },
  {
    rule: 'tenant-context-local-outside-tx',
    title: 'what follows runs for nobody',
    policy: `${row}\nmigrations: [{ path: db/migrations, framework: flyway, transaction: none }]`,
    migration: `SET LOCAL app.tenant_id = '${tenantA}'; CREATE TABLE seen AS SELECT current_setting('app.tenant_id', true) AS tenant;`,
    probe: { by: 'another connection', sql: `SELECT coalesce(nullif(tenant, ''), 'nobody') FROM seen` },
    hazard: { shows: ['nobody'] },
    safe: { shows: [tenantA] },
  },
  {
    rule: 'tenant-set-role-not-reset',
    title: 'the session goes on as the role',
    policy: row,
    migration: 'SET ROLE app_user; SELECT 1;',
    probe: { by: 'the same connection', sql: 'SELECT current_user = session_user' },
    hazard: { shows: [false] },
    safe: { shows: [true] },
  },
  {
    rule: 'tenant-row-security-on-error',
    title: 'hidden rows are passed over in silence, or the statement is refused',
    policy: `${row}\nrules: { tenant-row-security-on-error: hint }\nrunner: { bypassesRls: true }`,
    role: 'app_user',
    migration: 'UPDATE accounts SET balance = 1;',
    probe: { by: 'another connection', sql: 'SELECT balance FROM accounts' },
    hazard: { shows: [0, 0] },
    safe: { refused: { all: '42501' }, shows: [0, 0] },
  },
  {
    rule: 'tenant-backfill-loop-one-tx',
    title: 'the rows of all tenants are changed by one transaction',
    policy: row,
    migration: `
      DO $$ DECLARE tenant uuid; BEGIN
        FOR tenant IN SELECT id FROM tenants LOOP
          UPDATE accounts SET balance = 1 WHERE tenant_id = tenant;
        END LOOP;
      END $$;`,
    probe: {
      by: 'another connection',
      sql: 'SELECT count(DISTINCT xmin::text)::int FROM accounts WHERE balance = 1',
    },
    hazard: { shows: [1] },
    safe: { shows: [2] },
  },
];
