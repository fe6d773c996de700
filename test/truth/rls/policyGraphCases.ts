import type { IsolationCase } from './case';
import { actsForTenantA, bothTenants, ownTenant, protectedUsers, usersOf } from './tenants';

const isTenant = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid";

const protectedByFunction = (clause: string) => `
  CREATE FUNCTION is_own(uuid) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT $1 = NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  GRANT SELECT ON users TO app_user;
  CREATE POLICY own ON users ${clause} USING (is_own(tenant_id));`;

const refused = { refusedWith: '42P17' };

const members = `
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  GRANT SELECT ON users TO app_user;
  CREATE TABLE members (tenant_id uuid NOT NULL, role_name text NOT NULL DEFAULT session_user);
  INSERT INTO members (tenant_id, role_name) SELECT id, 'app_user' FROM tenants WHERE name = 'A';
  GRANT SELECT, INSERT ON members TO app_user;`;

const seenByMembers = `CREATE POLICY by_members ON users
  USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.role_name = session_user));`;

/** Policies that read other tables, call functions, and go with them. */
export const policyGraphCases: readonly IsolationCase[] = [
  {
    rule: 'rls-drop-cascade-drops-policy',
    title: 'without its only policy a table shows nobody a row',
    history: protectedByFunction(''),
    hazard: 'DROP FUNCTION is_own(uuid) CASCADE;',
    instead: { migration: `ALTER POLICY own ON users USING (${isTenant}); DROP FUNCTION is_own(uuid);` },
    probe: usersOf,
    afterHazard: { shows: [] },
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-drop-cascade-drops-policy',
    title: 'without its restrictive policy a table shows the rows of all tenants',
    history: `${protectedByFunction('AS RESTRICTIVE')} CREATE POLICY everything ON users USING (true);`,
    hazard: 'DROP FUNCTION is_own(uuid) CASCADE;',
    instead: { migration: `ALTER POLICY own ON users USING (${isTenant}); DROP FUNCTION is_own(uuid);` },
    probe: usersOf,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-drop-cascade-drops-policy',
    title: 'a column takes the policies of other tables along that read it',
    history: `${protectedUsers} ALTER TABLE accounts ADD COLUMN hidden boolean;
      CREATE POLICY shown ON users AS RESTRICTIVE
        USING (NOT EXISTS (SELECT FROM accounts a WHERE a.id = users.account_id AND a.hidden));`,
    hazard: 'ALTER TABLE accounts DROP COLUMN hidden CASCADE;',
    instead: { migration: 'DROP POLICY shown ON users; ALTER TABLE accounts DROP COLUMN hidden;' },
    probe: {
      as: 'everybody',
      sql: "SELECT count(*)::int FROM pg_policy WHERE polname = 'shown'",
    },
    afterHazard: { shows: [0] },
    afterInstead: { shows: [0] },
  },
  {
    rule: 'rls-self-recursive-policy',
    title: 'a policy that reads its own table is followed without end',
    history: protectedUsers,
    hazard:
      'CREATE POLICY colleagues ON users FOR SELECT USING (tenant_id IN (SELECT u.tenant_id FROM users u WHERE u.email = session_user));',
    instead: {
      migration: `CREATE FUNCTION own_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
          SET search_path = public, pg_temp AS $$ SELECT tenant_id FROM users WHERE email = session_user $$;
        CREATE POLICY colleagues ON users FOR SELECT USING (tenant_id IN (SELECT own_tenants()));`,
    },
    probe: usersOf,
    afterHazard: refused,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-self-recursive-policy',
    title: 'two policies that read the table of the other are followed without end',
    history: `${protectedUsers} ALTER TABLE tenants ENABLE ROW LEVEL SECURITY; GRANT SELECT ON tenants TO app_user;
      CREATE POLICY of_users ON tenants USING (id IN (SELECT tenant_id FROM users));`,
    hazard: 'CREATE POLICY of_tenants ON users AS RESTRICTIVE USING (tenant_id IN (SELECT id FROM tenants));',
    instead: {
      migration: `CREATE POLICY of_tenants ON users AS RESTRICTIVE USING (${isTenant});`,
    },
    probe: usersOf,
    afterHazard: refused,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-self-recursive-policy',
    title: 'a function of the caller leads back to the policy that calls it',
    history: protectedUsers,
    hazard: `CREATE FUNCTION own_tenants() RETURNS SETOF uuid LANGUAGE plpgsql STABLE
        AS $$ BEGIN RETURN QUERY SELECT tenant_id FROM users WHERE lower(email) = session_user; END $$;
      CREATE POLICY colleagues ON users FOR SELECT USING (tenant_id IN (SELECT own_tenants()));`,
    instead: {
      migration: `CREATE FUNCTION own_tenants() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
          AS $$ BEGIN RETURN QUERY SELECT tenant_id FROM users WHERE lower(email) = session_user; END $$;
        CREATE POLICY colleagues ON users FOR SELECT USING (tenant_id IN (SELECT own_tenants()));`,
    },
    probe: usersOf,
    afterHazard: { refusedWith: '54001' },
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-policy-refs-unprotected-table',
    title: 'who may write the membership reads the rows of any tenant',
    history: members,
    hazard: seenByMembers,
    instead: {
      migration: `ALTER TABLE members ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON members FOR SELECT USING (role_name = session_user);
        ${seenByMembers}`,
    },
    probe: {
      ...usersOf,
      before: [
        ...actsForTenantA,
        "INSERT INTO members (tenant_id) VALUES ('00000000-0000-4000-8000-00000000000b')",
      ],
    },
    afterHazard: bothTenants,
    afterInstead: { refusedWith: '42501' },
  },
];
