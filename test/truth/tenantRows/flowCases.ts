import { tenantA, tenantB, type TenantCase } from './case';

/** Both tenants know somebody by the same address, and call them otherwise. */
const sameAddress = `
  UPDATE accounts SET owner_email = 'info@example.test';
  INSERT INTO users (tenant_id, email, name)
    VALUES ('${tenantB}', 'info@example.test', 'of b');`;

const paidTwice = `
  INSERT INTO payments (tenant_id, account_id, reference, amount)
    SELECT tenant_id, id, 'same', 1 FROM accounts ORDER BY tenant_id;`;

const namesOfA = `SELECT display_name FROM accounts WHERE tenant_id = '${tenantA}'`;
const leaked = [{ display_name: 'of b' }];
const kept = [{ display_name: null }];

/** How rows of one tenant come to decide about those of another, each with the form in which they do not. */
export const flowCases: readonly TenantCase[] = [
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'UPDATE … FROM takes the name of another tenant',
    setup: sameAddress,
    migration: 'UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email;',
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'several WITH queries that lose the tenant',
    setup: sameAddress,
    migration: `WITH named AS (SELECT tenant_id, email, name FROM users),
      latest AS (SELECT email, max(name) AS name FROM named GROUP BY email)
      UPDATE accounts a SET display_name = latest.name FROM latest WHERE latest.email = a.owner_email;`,
    mended: `WITH named AS (SELECT tenant_id, email, name FROM users),
      latest AS (SELECT tenant_id, email, max(name) AS name FROM named GROUP BY tenant_id, email)
      UPDATE accounts a SET display_name = latest.name FROM latest
      WHERE latest.email = a.owner_email AND latest.tenant_id = a.tenant_id;`,
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'a view over the users of all tenants',
    setup: `${sameAddress} CREATE VIEW names AS SELECT tenant_id AS whose, email, name FROM users;`,
    migration: 'UPDATE accounts a SET display_name = n.name FROM names n WHERE n.email = a.owner_email;',
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'LATERAL',
    setup: sameAddress,
    migration: `UPDATE accounts a SET display_name = u.name FROM accounts b,
      LATERAL (SELECT name FROM users WHERE users.email = b.owner_email LIMIT 1) u WHERE b.id = a.id;`,
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'DELETE … USING deletes what another tenant has paid as well',
    setup: paidTwice,
    migration: 'DELETE FROM payments p USING payments q WHERE p.reference = q.reference AND p.id > q.id;',
    shown: 'SELECT count(*)::int AS payments FROM payments',
    hazard: [{ payments: 1 }],
    safe: [{ payments: 2 }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'duplicates are looked for among all tenants',
    setup: paidTwice,
    migration: 'DELETE FROM payments WHERE id NOT IN (SELECT min(id) FROM payments GROUP BY reference);',
    shown: 'SELECT count(*)::int AS payments FROM payments',
    hazard: [{ payments: 1 }],
    safe: [{ payments: 2 }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'a window over the rows of all tenants',
    setup: paidTwice,
    migration: `DELETE FROM payments p USING (
      SELECT id, row_number() OVER (PARTITION BY reference ORDER BY id) AS place FROM payments) d
      WHERE d.id = p.id AND d.place > 1;`,
    shown: 'SELECT count(*)::int AS payments FROM payments',
    hazard: [{ payments: 1 }],
    safe: [{ payments: 2 }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'INSERT … SELECT is held back by the row of another tenant',
    setup: sameAddress,
    migration: `INSERT INTO users (tenant_id, email) SELECT t.id, 'info@example.test' FROM tenants t
      WHERE NOT EXISTS (SELECT FROM users u WHERE u.email = 'info@example.test');`,
    shown: 'SELECT count(DISTINCT tenant_id)::int AS tenants FROM users',
    hazard: [{ tenants: 1 }],
    safe: [{ tenants: 2 }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'ON CONFLICT … DO UPDATE writes what another tenant has',
    setup: `INSERT INTO users (tenant_id, email) VALUES ('${tenantA}', 'info@example.test');
      UPDATE accounts SET owner_email = email;
      UPDATE accounts SET display_name = 'of b' WHERE tenant_id = '${tenantB}';`,
    migration: `INSERT INTO users (tenant_id, email) SELECT tenant_id, owner_email FROM accounts
      ON CONFLICT (tenant_id, email) DO UPDATE
        SET name = (SELECT max(a.display_name) FROM accounts a WHERE a.email = excluded.email);`,
    shown: `SELECT name AS display_name FROM users WHERE tenant_id = '${tenantA}'`,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'MERGE changes rows by those of another tenant',
    versions: [18],
    setup: sameAddress,
    migration: `MERGE INTO accounts a USING users u ON u.email = a.owner_email
      WHEN MATCHED THEN UPDATE SET display_name = u.name;`,
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'MERGE inserts rows of one tenant for another',
    versions: [18],
    setup: sameAddress.replace('info@example.test', 'other@example.test'),
    migration: `MERGE INTO accounts a USING users u ON u.tenant_id = a.tenant_id AND u.name = a.display_name
      WHEN NOT MATCHED THEN INSERT (tenant_id, display_name) VALUES ('${tenantA}', u.name);`,
    mended: `MERGE INTO accounts a USING users u ON u.tenant_id = a.tenant_id AND u.name = a.display_name
      WHEN NOT MATCHED THEN INSERT (tenant_id, display_name) VALUES (u.tenant_id, u.name);`,
    shown: `SELECT display_name FROM accounts WHERE tenant_id = '${tenantA}' AND display_name IS NOT NULL`,
    hazard: leaked,
    safe: [],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'a function that runs as its owner, whom no policy holds back',
    setup: sameAddress,
    migration: `CREATE FUNCTION refresh_names() RETURNS void LANGUAGE sql SECURITY DEFINER AS
      'UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email';`,
    mended: `CREATE FUNCTION refresh_names() RETURNS void LANGUAGE sql SECURITY DEFINER AS
      'UPDATE accounts a SET display_name = u.name FROM users u
       WHERE u.email = a.owner_email AND u.tenant_id = a.tenant_id';`,
    afterwards: `SET app.tenant_id = '${tenantA}'; SET ROLE app_user; SELECT refresh_names(); RESET ROLE`,
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'a loop over the tenants that holds only one side to its tenant',
    setup: sameAddress,
    migration: `DO $$ DECLARE t record; BEGIN FOR t IN SELECT id FROM tenants LOOP
      UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email AND a.tenant_id = t.id;
      END LOOP; END $$;`,
    shown: namesOfA,
    hazard: leaked,
    safe: kept,
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'a foreign key that leaves out the tenant guarantees nothing',
    setup: `UPDATE accounts SET display_name = 'of b' WHERE tenant_id = '${tenantB}';
      INSERT INTO payments (tenant_id, account_id, amount)
        SELECT '${tenantA}', id, 1 FROM accounts WHERE tenant_id = '${tenantB}';`,
    migration: 'UPDATE payments p SET reference = a.display_name FROM accounts a WHERE a.id = p.account_id;',
    shown: `SELECT reference AS display_name FROM payments WHERE tenant_id = '${tenantA}'`,
    hazard: leaked,
    safe: kept,
  },
];
