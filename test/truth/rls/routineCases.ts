import type { IsolationCase } from './case';
import { actsForTenantA, bothTenants, ownTenant, protectedUsers } from './tenants';

const ownMails = (clauses: string) =>
  `CREATE OR REPLACE FUNCTION mails() RETURNS SETOF text LANGUAGE sql ${clauses} AS $$
    SELECT email FROM users WHERE tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;`;

const allMails = (clauses: string) =>
  `CREATE FUNCTION mails() RETURNS SETOF text LANGUAGE sql ${clauses} AS $$ SELECT email FROM public.users $$;`;

const mails = { as: 'tenant A', sql: 'SELECT mails() ORDER BY 1' } as const;

/** The caller has a table of its own by the name of the one that the function means. */
const mailsBesideForgedUsers = {
  ...mails,
  before: [
    ...actsForTenantA,
    'CREATE TEMPORARY TABLE users (tenant_id uuid, email text)',
    "INSERT INTO pg_temp.users VALUES (current_setting('app.tenant_id')::uuid, 'forged@example.org')",
    'GRANT SELECT ON pg_temp.users TO PUBLIC',
  ],
};
const forged = { shows: ['forged@example.org'] };

const accountsOfApplication = `${protectedUsers} GRANT SELECT, INSERT ON accounts TO app_user;`;

/** Tenant A writes an account of its own, which names the user of B. */
const nameOfOther = {
  as: 'tenant A',
  before: [
    ...actsForTenantA,
    "INSERT INTO accounts (tenant_id, owner_email, display_name) VALUES (current_setting('app.tenant_id')::uuid, 'b@example.org', 'forged')",
    'RESET SESSION AUTHORIZATION',
  ],
  sql: "SELECT name FROM users WHERE email = 'b@example.org'",
} as const;

const renamesUsers = (condition: string, clauses: string) => `
  CREATE FUNCTION rename_user() RETURNS trigger LANGUAGE plpgsql ${clauses} AS $$ BEGIN
    NEW.email := lower(NEW.email);
    UPDATE users SET name = NEW.display_name WHERE ${condition};
    RETURN NEW; END $$;
  CREATE TRIGGER rename_user BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION rename_user();`;

/** Functions that run with the rights of their owner, triggers and rules. */
export const routineCases: readonly IsolationCase[] = [
  {
    rule: 'rls-replace-function-drops-settings',
    title: 'without SECURITY DEFINER the caller needs rights that it does not have',
    history: `${protectedUsers} REVOKE SELECT ON users FROM app_user;
      ${ownMails('SECURITY DEFINER SET search_path = public, pg_temp')}`,
    hazard: ownMails(''),
    instead: 'fix',
    probe: mails,
    afterHazard: { refusedWith: '42501' },
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-replace-function-drops-settings',
    title: 'without its search_path it reads a table of the caller',
    history: `${protectedUsers} ${ownMails('SECURITY DEFINER SET search_path = public, pg_temp')}`,
    hazard: ownMails('SECURITY DEFINER'),
    instead: 'fix',
    probe: mailsBesideForgedUsers,
    afterHazard: forged,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-replace-function-drops-settings',
    title: 'made anew, it may be called by everybody again',
    history: `${protectedUsers} ${allMails('SECURITY DEFINER')} REVOKE EXECUTE ON FUNCTION mails() FROM PUBLIC;`,
    hazard: `DROP FUNCTION mails(); ${allMails('SECURITY DEFINER')}`,
    instead: 'fix',
    probe: mails,
    afterHazard: bothTenants,
    afterInstead: { refusedWith: '42501' },
  },
  {
    rule: 'rls-secdef-function',
    title: 'a function that asks nothing of its caller shows the rows of all tenants',
    history: protectedUsers,
    hazard: allMails('SECURITY DEFINER SET search_path = public, pg_temp'),
    instead: { migration: allMails('SECURITY INVOKER') },
    probe: mails,
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-secdef-function',
    title: 'without a path of its own it reads a table of the caller',
    history: protectedUsers,
    hazard: ownMails('SECURITY DEFINER'),
    instead: 'fix',
    probe: mailsBesideForgedUsers,
    afterHazard: forged,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-secdef-function',
    title: 'temporary tables come before the path unless it names them',
    history: protectedUsers,
    hazard: ownMails('SECURITY DEFINER SET search_path = public'),
    instead: 'fix',
    probe: mailsBesideForgedUsers,
    afterHazard: forged,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-trigger-or-rule-bypass',
    title: 'a trigger of the owner changes the user of another tenant',
    history: accountsOfApplication,
    hazard: renamesUsers('email = NEW.owner_email', 'SECURITY DEFINER'),
    instead: {
      migration: renamesUsers('tenant_id = NEW.tenant_id AND email = NEW.owner_email', 'SECURITY DEFINER'),
    },
    probe: nameOfOther,
    afterHazard: { shows: ['forged'] },
    afterInstead: { shows: [null] },
  },
  {
    rule: 'rls-trigger-or-rule-bypass',
    title: 'a rule changes the user of another tenant',
    history: accountsOfApplication,
    hazard: `CREATE RULE rename_user AS ON INSERT TO accounts DO ALSO
      UPDATE users SET name = NEW.display_name WHERE email = NEW.owner_email;`,
    instead: {
      migration: `CREATE RULE rename_user AS ON INSERT TO accounts DO ALSO
        UPDATE users SET name = NEW.display_name WHERE tenant_id = NEW.tenant_id AND email = NEW.owner_email;`,
    },
    probe: nameOfOther,
    afterHazard: { shows: ['forged'] },
    afterInstead: { shows: [null] },
  },
];
