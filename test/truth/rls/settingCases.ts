import type { IsolationCase, Probe } from './case';
import { ownTenant, usersOf } from './tenants';

const guardedUsers = `
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  GRANT SELECT ON users TO app_user;`;

const ofTenant = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid";
const nobody = { shows: [] };
const tenantA = '00000000-0000-4000-8000-00000000000a';

/** Answers whether the plan of a query has such a line, with the rights of who asks. */
const planHas = `
  CREATE FUNCTION plan_has(query text, line text) RETURNS boolean LANGUAGE plpgsql AS $$
  DECLARE each text; BEGIN
    FOR each IN EXECUTE 'EXPLAIN ' || query LOOP IF each ~ line THEN RETURN true; END IF; END LOOP;
    RETURN false;
  END $$;`;

/** Where an index can serve the query at all, it does. */
function planProbe(line: string): Probe {
  return {
    as: 'tenant A',
    before: [`SET app.tenant_id = '${tenantA}'`, 'SET enable_seqscan = off'],
    sql: `SELECT plan_has('SELECT * FROM users', '${line}')`,
  };
}

/** Which settings policies read, and how often. Each tenant has one user. */
export const settingCases: readonly IsolationCase[] = [
  {
    rule: 'rls-guc-name-mismatch',
    title: 'a setting that nobody sets shows no rows, and nothing fails',
    history: guardedUsers,
    hazard:
      "CREATE POLICY own ON users USING (tenant_id = NULLIF(current_setting('app.tenantid', true), '')::uuid);",
    instead: 'fix',
    probe: usersOf,
    afterHazard: nobody,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-guc-default-tenant-fallback',
    title: 'who sets no tenant acts for the fixed one',
    history: guardedUsers,
    hazard: `CREATE POLICY own ON users USING (tenant_id = COALESCE(current_setting('app.tenant_id', true), '${tenantA}')::uuid);`,
    instead: 'fix',
    probe: { ...usersOf, before: ['RESET ALL'] },
    afterHazard: ownTenant,
    afterInstead: nobody,
  },
  {
    rule: 'rls-guc-missing-ok',
    title: 'a session without a tenant fails instead of seeing no rows',
    history: guardedUsers,
    hazard:
      "CREATE POLICY own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id'), '')::uuid);",
    instead: 'fix',
    probe: { ...usersOf, before: ['RESET ALL'] },
    afterHazard: { refusedWith: '42704' },
    afterInstead: nobody,
  },
  {
    rule: 'rls-initplan',
    title: 'a call in a SELECT is planned once for the query',
    history: `${guardedUsers} ${planHas}
      CREATE FUNCTION current_tenant() RETURNS uuid STABLE LANGUAGE plpgsql
        AS $$ BEGIN RETURN NULLIF(current_setting('app.tenant_id', true), '')::uuid; END $$;`,
    hazard: 'CREATE POLICY own ON users USING (tenant_id = current_tenant());',
    instead: 'fix',
    probe: planProbe('InitPlan'),
    afterHazard: { shows: [false] },
    afterInstead: { shows: [true] },
  },
  {
    rule: 'rls-function-wrapped-column',
    title: 'a cast of the column keeps its index from being used',
    history: `${guardedUsers} ${planHas}`,
    hazard: "CREATE POLICY own ON users USING (tenant_id::text = current_setting('app.tenant_id', true));",
    instead: 'fix',
    probe: planProbe('Index Cond: .*tenant_id'),
    afterHazard: { shows: [false] },
    afterInstead: { shows: [true] },
  },
  {
    rule: 'rls-fragile-policy-expression',
    title: 'a user who writes another tenant into the own metadata sees its rows',
    history: `${guardedUsers} GRANT SELECT ON users TO app_user;`,
    hazard:
      "CREATE POLICY own ON users USING (tenant_id = (current_setting('request.jwt.claims', true)::jsonb -> 'user_metadata' ->> 'tenant')::uuid);",
    instead: {
      migration:
        "CREATE POLICY own ON users USING (tenant_id = (current_setting('request.jwt.claims', true)::jsonb -> 'app_metadata' ->> 'tenant')::uuid);",
    },
    probe: {
      ...usersOf,
      before: [
        `SET request.jwt.claims = '{"app_metadata": {"tenant": "${tenantA}"}, "user_metadata": {"tenant": "00000000-0000-4000-8000-00000000000b"}}'`,
      ],
    },
    afterHazard: { shows: ['b@example.org'] },
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-fragile-policy-expression',
    title: 'a volatile function keeps the index from being used',
    history: `${guardedUsers} ${planHas}
      CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE plpgsql
        AS $$ BEGIN RETURN NULLIF(current_setting('app.tenant_id', true), '')::uuid; END $$;`,
    hazard: 'CREATE POLICY own ON users USING (tenant_id = current_tenant());',
    instead: { migration: `CREATE POLICY own ON users USING (${ofTenant});` },
    probe: planProbe('Index Cond: .*tenant_id'),
    afterHazard: { shows: [false] },
    afterInstead: { shows: [true] },
  },
];
