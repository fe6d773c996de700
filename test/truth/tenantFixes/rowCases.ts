import { accountB, tenantA, tenantB, type LeakCase } from './case';

const pointsToOthers = `
  SELECT count(*)::int AS strangers FROM users u JOIN accounts a ON a.id = u.account_id
  WHERE u.tenant_id <> a.tenant_id`;
const userOfAnothersAccount = `
  INSERT INTO users (tenant_id, account_id, email) VALUES ('${tenantA}', '${accountB}', 'who@example.test')`;

const paidByOthers = `
  SELECT count(*)::int AS strangers FROM invoices i JOIN payments p ON p.id = i.payment_id
  WHERE i.tenant_id <> p.tenant_id`;
const invoiceWithAnothersPayment = `
  UPDATE invoices SET payment_id = (SELECT id FROM payments WHERE account_id = '${accountB}')
  WHERE tenant_id = '${tenantA}'`;

/** Leaks between the rows of tenants, row-level security aside. */
export const rowCases: readonly LeakCase[] = [
  {
    rule: 'tenant-fk-not-composite',
    title: 'a key on a table in use',
    migration: 'ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id);',
    afterwards: userOfAnothersAccount,
    shown: pointsToOthers,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a key that is not valid at first',
    migration: 'ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts NOT VALID DEFERRABLE;',
    afterwards: userOfAnothersAccount,
    shown: pointsToOthers,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a new column with a key',
    migration:
      'ALTER TABLE users ADD COLUMN of uuid REFERENCES accounts ON UPDATE CASCADE, ADD COLUMN other text;',
    afterwards: `UPDATE users SET of = '${accountB}' WHERE tenant_id = '${tenantA}'`,
    shown: `SELECT count(*)::int AS strangers FROM users u JOIN accounts a ON a.id = u.of
      WHERE u.tenant_id <> a.tenant_id`,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a deleted account leaves its user with the tenant',
    since: 15,
    migration:
      'ALTER TABLE users ADD CONSTRAINT key FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL;',
    afterwards: `UPDATE users SET account_id = '${accountB}' WHERE tenant_id = '${tenantA}'`,
    shown: pointsToOthers,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a parent in use that lacks the key, and nothing else to do',
    history: 'ALTER TABLE invoices ADD COLUMN payment_id bigint;',
    migration: 'ALTER TABLE invoices ADD FOREIGN KEY (payment_id) REFERENCES payments (id);',
    afterwards: invoiceWithAnothersPayment,
    shown: paidByOthers,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a parent in use that lacks the key, beside other changes',
    migration: `
      ALTER TABLE invoices ADD COLUMN payment_id bigint, ADD COLUMN paid_at timestamptz;
      ALTER TABLE invoices ADD CHECK (paid_at > '2000-01-01'), ADD FOREIGN KEY (payment_id) REFERENCES payments (id) NOT VALID;`,
    afterwards: invoiceWithAnothersPayment,
    shown: paidByOthers,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a new column for a parent in use that lacks the key',
    migration: 'ALTER TABLE invoices ADD COLUMN payment_id bigint REFERENCES payments;',
    afterwards: invoiceWithAnothersPayment,
    shown: paidByOthers,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  {
    rule: 'tenant-fk-not-composite',
    title: 'a new table for a parent in use that lacks the key',
    migration: `
      CREATE TABLE receipts (
        id bigint PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants (id),
        payment_id bigint,
        CONSTRAINT paid FOREIGN KEY (payment_id) REFERENCES payments (id), -- what is received
        note text
      );`,
    afterwards: `INSERT INTO receipts (id, tenant_id, payment_id)
      SELECT 1, '${tenantA}', id FROM payments WHERE account_id = '${accountB}'`,
    shown: `SELECT count(*)::int AS strangers FROM receipts r JOIN payments p ON p.id = r.payment_id
      WHERE r.tenant_id <> p.tenant_id`,
    leak: [{ strangers: 1 }],
    mended: '23503',
  },
  ...[
    {
      title: 'an UPDATE from another table, with an address that several tenants have',
      migration: 'UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email;',
    },
    {
      title: 'an UPDATE from another table without any condition',
      migration: 'UPDATE accounts SET display_name = who.name FROM users AS who RETURNING accounts.id;',
    },
    {
      title: 'an UPDATE whose condition is an alternative',
      migration: `UPDATE accounts AS "An Account" SET display_name = u.name FROM users u
        WHERE u.email = "An Account".owner_email -- the usual
          OR u.email = left("An Account".email, 99) -- or this
        RETURNING 1;`,
    },
    {
      title: 'a MERGE',
      since: 15,
      migration: `MERGE INTO accounts a USING (SELECT * FROM users WHERE name = 'of b') u
          ON u.email = a.owner_email
        WHEN MATCHED THEN UPDATE SET display_name = u.name;`,
    },
    {
      title: 'a sub-select that takes any row',
      migration: `UPDATE accounts SET display_name = (SELECT max(CASE WHEN u.name > '' THEN u.name END) FROM users u);`,
    },
  ].map((change): LeakCase => ({
    rule: 'tenant-dml-missing-predicate',
    ...change,
    shown: `SELECT count(*)::int AS strangers FROM accounts a JOIN users u ON u.name = a.display_name
        WHERE u.tenant_id <> a.tenant_id`,
    leak: [{ strangers: 1 }],
    mended: [{ strangers: 0 }],
  })),
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'a DELETE by rows that several tenants may have',
    before: `UPDATE accounts SET balance = -1 WHERE tenant_id = '${tenantA}'`,
    migration:
      'DELETE FROM users USING accounts WHERE accounts.email = users.email AND accounts.balance < 0;',
    shown: 'SELECT tenant_id FROM users ORDER BY tenant_id',
    leak: [],
    mended: [{ tenant_id: tenantB }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'an INSERT of what two tables that meet by a name say',
    migration: `INSERT INTO payments (tenant_id, account_id, reference, amount)
      SELECT a.tenant_id, a.id, u.name, 0 FROM accounts a JOIN users u ON u.email = a.email;`,
    shown: `SELECT count(*)::int AS strangers FROM payments p JOIN users u ON u.name = p.reference
      WHERE u.tenant_id <> p.tenant_id`,
    leak: [{ strangers: 2 }],
    mended: [{ strangers: 0 }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'an INSERT for one tenant of the rows of all',
    migration: `INSERT INTO users (tenant_id, email, name)
      SELECT '${tenantA}', 'copy-' || u.name, u.name FROM users u
      ON CONFLICT DO NOTHING;`,
    shown: `SELECT name FROM users WHERE tenant_id = '${tenantA}' AND email LIKE 'copy-%' ORDER BY name`,
    leak: [{ name: 'of a' }, { name: 'of b' }],
    mended: [{ name: 'of a' }],
  },
  {
    rule: 'tenant-dml-missing-predicate',
    title: 'tables that call the tenant differently',
    policy: 'tenancy: { tenantColumn: [tenant_id, "Org"] }',
    history: `CREATE TABLE notes (id bigint PRIMARY KEY, "Org" uuid NOT NULL REFERENCES tenants (id), email text, body text);`,
    before: `INSERT INTO notes SELECT row_number() OVER (), tenant_id, email, name FROM users`,
    migration: 'UPDATE users u SET name = n.body FROM notes n WHERE n.email = u.email AND n.id > 0;',
    shown: `SELECT count(*)::int AS strangers FROM users u JOIN notes n ON n.body = u.name WHERE n."Org" <> u.tenant_id`,
    leak: [{ strangers: 1 }],
    mended: [{ strangers: 0 }],
  },
];
