import { accountB, tenantA, type LeakCase } from './case';

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
];
