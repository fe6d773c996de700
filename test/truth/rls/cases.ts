import type { IsolationCase } from './case';

const protectedUsers = `
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY users_isolation ON users
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
  GRANT SELECT ON users TO app_user;`;

const isValid = (constraint: string) => `
  SELECT convalidated || ' with ' || (
    SELECT count(*) FROM accounts child WHERE parent_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM accounts parent WHERE parent.id = child.parent_id)) || ' violations'
  FROM pg_constraint WHERE conname = '${constraint}'`;

/** Each tenant has one account and one user; the account of A names a parent that does not exist. */
export const isolationCases: readonly IsolationCase[] = [
  {
    rule: 'rls-force-blinds-backfill',
    title: 'an UPDATE by the owner changes nothing, and with row_security off it is refused',
    hazard: 'UPDATE accounts SET display_name = email;',
    instead: 'fix',
    probe: { as: 'everybody', sql: 'SELECT count(*)::int FROM accounts WHERE display_name IS NULL' },
    afterHazard: { shows: [2] },
    afterInstead: { migrationRefusedWith: '42501' },
  },
  {
    rule: 'rls-force-blinds-backfill',
    title: 'a loop that sets each tenant changes all rows where the policy holds for the owner',
    history: 'ALTER POLICY accounts_isolation ON accounts TO PUBLIC;',
    hazard: 'UPDATE accounts SET display_name = email;',
    instead: {
      migration: `DO $$ DECLARE tenant uuid; BEGIN
        FOR tenant IN SELECT id FROM tenants LOOP
          PERFORM set_config('app.tenant_id', tenant::text, true);
          UPDATE accounts SET display_name = email;
        END LOOP; END $$;`,
    },
    probe: { as: 'everybody', sql: 'SELECT count(*)::int FROM accounts WHERE display_name IS NULL' },
    afterHazard: { shows: [2] },
    afterInstead: { shows: [0] },
  },
  {
    rule: 'rls-force-blinds-backfill',
    title: 'an INSERT takes nothing from a table whose rows it cannot see',
    hazard:
      "INSERT INTO users (tenant_id, account_id, email) SELECT tenant_id, id, 'copy of ' || email FROM accounts;",
    instead: 'fix',
    probe: { as: 'everybody', sql: "SELECT count(*)::int FROM users WHERE email LIKE 'copy of %'" },
    afterHazard: { shows: [0] },
    afterInstead: { migrationRefusedWith: '42501' },
  },
  {
    rule: 'rls-force-blinds-fk-validation',
    title: 'a key is marked as valid over a row that violates it',
    hazard: 'ALTER TABLE accounts ADD CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES accounts (id);',
    instead: 'fix',
    probe: { as: 'everybody', sql: isValid('parent') },
    afterHazard: { shows: ['true with 1 violations'] },
    afterInstead: { migrationRefusedWith: '23503' },
  },
  {
    rule: 'rls-force-blinds-fk-validation',
    title: 'VALIDATE overlooks the row as well',
    history: `ALTER TABLE accounts ADD CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES accounts (id) NOT VALID;`,
    hazard: 'ALTER TABLE accounts VALIDATE CONSTRAINT parent;',
    instead: 'fix',
    probe: { as: 'everybody', sql: isValid('parent') },
    afterHazard: { shows: ['true with 1 violations'] },
    afterInstead: { migrationRefusedWith: '23503' },
  },
  {
    rule: 'rls-force-blinds-fk-validation',
    title: 'a parent that is hidden seems to be missing',
    hazard: 'ALTER TABLE users ADD CONSTRAINT account FOREIGN KEY (account_id) REFERENCES accounts (id);',
    instead: 'fix',
    probe: { as: 'everybody', sql: "SELECT convalidated FROM pg_constraint WHERE conname = 'account'" },
    afterHazard: { migrationRefusedWith: '23503' },
    afterInstead: { shows: [true] },
  },
  {
    rule: 'rls-replace-view-drops-invoker',
    title: 'a view without its option shows the rows of all tenants',
    since: 15,
    history: `${protectedUsers}
      CREATE VIEW names WITH (security_invoker = true) AS SELECT email FROM users;
      GRANT SELECT ON names TO app_user;`,
    hazard: 'CREATE OR REPLACE VIEW names AS SELECT email, name FROM users;',
    instead: 'fix',
    probe: { as: 'tenant A', sql: 'SELECT email FROM names ORDER BY email' },
    afterHazard: { shows: ['a@example.org', 'b@example.org'] },
    afterInstead: { shows: ['a@example.org'] },
  },
  {
    rule: 'rls-replace-view-drops-invoker',
    title: 'an owner who is held back by policies for other roles shows no rows',
    since: 15,
    history: `GRANT SELECT ON accounts TO app_user;
      CREATE VIEW titles WITH (security_invoker = true) AS SELECT email FROM accounts;
      GRANT SELECT ON titles TO app_user;`,
    hazard: 'CREATE OR REPLACE VIEW titles AS SELECT email FROM accounts;',
    instead: 'fix',
    probe: { as: 'tenant A', sql: 'SELECT email FROM titles' },
    afterHazard: { shows: [] },
    afterInstead: { shows: ['a@example.org'] },
  },
  {
    rule: 'rls-view-not-invoker',
    title: 'a view of an owner whom nothing holds back shows the rows of all tenants',
    since: 15,
    history: protectedUsers,
    hazard: 'CREATE VIEW names AS SELECT email FROM users; GRANT SELECT ON names TO app_user;',
    instead: 'fix',
    probe: { as: 'tenant A', sql: 'SELECT email FROM names ORDER BY email' },
    afterHazard: { shows: ['a@example.org', 'b@example.org'] },
    afterInstead: { shows: ['a@example.org'] },
  },
  {
    rule: 'rls-guc-empty-string-cast',
    title: 'a connection that once had a tenant refuses queries without one',
    history: 'ALTER TABLE users ENABLE ROW LEVEL SECURITY; GRANT SELECT ON users TO app_user;',
    hazard:
      "CREATE POLICY own ON users USING (tenant_id = current_setting('app.tenant_id', true)::uuid) WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true))::uuid);",
    instead: 'fix',
    probe: {
      as: 'tenant A',
      before: [
        'BEGIN',
        "SET LOCAL app.tenant_id = '00000000-0000-4000-8000-00000000000a'",
        'COMMIT',
        'DISCARD ALL',
        'SET SESSION AUTHORIZATION app_user',
      ],
      sql: 'SELECT email FROM users',
    },
    afterHazard: { refusedWith: '22P02' },
    afterInstead: { shows: [] },
  },
  {
    rule: 'rls-partition-child-unprotected',
    title: 'a partition that is read directly shows the rows of all tenants',
    history: `
      CREATE TABLE events (tenant_id uuid NOT NULL, title text) PARTITION BY LIST (title);
      ALTER TABLE events ENABLE ROW LEVEL SECURITY;
      CREATE POLICY events_isolation ON events
        USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
      CREATE TABLE finished (tenant_id uuid NOT NULL, title text);
      INSERT INTO finished SELECT id, 'finished' FROM tenants;
      GRANT SELECT ON events, finished TO app_user;`,
    hazard: "ALTER TABLE events ATTACH PARTITION finished FOR VALUES IN ('finished');",
    instead: 'fix',
    probe: {
      as: 'tenant A',
      sql: "SELECT (SELECT count(*) FROM finished) || ' directly, ' || (SELECT count(*) FROM events) || ' through the parent'",
    },
    afterHazard: { shows: ['2 directly, 1 through the parent'] },
    afterInstead: { shows: ['0 directly, 1 through the parent'] },
  },
  {
    rule: 'rls-create-table-like-loses-rls',
    title: 'a table that is swapped in shows the rows of all tenants',
    history: protectedUsers,
    hazard: `CREATE TABLE users_new (LIKE users INCLUDING ALL);
      INSERT INTO users_new SELECT * FROM users;
      GRANT SELECT ON users_new TO app_user;
      ALTER TABLE users RENAME TO users_old;
      ALTER TABLE users_new RENAME TO users;`,
    instead: 'fix',
    probe: { as: 'tenant A', sql: 'SELECT email FROM users ORDER BY email' },
    afterHazard: { shows: ['a@example.org', 'b@example.org'] },
    afterInstead: { shows: ['a@example.org'] },
  },
  {
    rule: 'rls-create-table-like-loses-rls',
    title: 'a table made of a query shows the rows of all tenants',
    history: protectedUsers,
    hazard: 'CREATE TABLE mails AS SELECT tenant_id, email FROM users; GRANT SELECT ON mails TO app_user;',
    instead: 'fix',
    probe: { as: 'tenant A', sql: 'SELECT email FROM mails ORDER BY email' },
    afterHazard: { shows: ['a@example.org', 'b@example.org'] },
    afterInstead: { shows: ['a@example.org'] },
  },
  {
    rule: 'rls-disable',
    title: 'the policies stay and hold nobody back, unless it is on again when the transaction ends',
    history: protectedUsers,
    hazard: 'ALTER TABLE users DISABLE ROW LEVEL SECURITY;',
    instead: {
      migration:
        'ALTER TABLE users DISABLE ROW LEVEL SECURITY; UPDATE users SET name = email; ALTER TABLE users ENABLE ROW LEVEL SECURITY;',
    },
    probe: { as: 'tenant A', sql: 'SELECT email FROM users ORDER BY email' },
    afterHazard: { shows: ['a@example.org', 'b@example.org'] },
    afterInstead: { shows: ['a@example.org'] },
  },
];
