import { legacyNotes, tenantA, tenantB, type TenantCase } from './case';

const paymentsOfTheirTenant = `
  INSERT INTO payments (tenant_id, account_id, amount) SELECT tenant_id, id, 1 FROM accounts;
  ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
  CREATE POLICY payments_isolation ON payments TO app_user
    USING (tenant_id = current_setting('app.tenant_id')::uuid);`;

/** Hazards for the column that says whose a row is. */
export const columnCases: readonly TenantCase[] = [
  {
    rule: 'tenant-column-drop',
    title: 'the policy goes with the column, and nobody sees a row',
    policy: 'tenancy: { tenantColumn: [organization_id, tenant_id] }',
    setup: paymentsOfTheirTenant,
    migration: 'ALTER TABLE payments DROP COLUMN tenant_id CASCADE;',
    mended: `
      ALTER TABLE payments ADD COLUMN organization_id uuid REFERENCES tenants (id);
      UPDATE payments SET organization_id = tenant_id;
      ALTER POLICY payments_isolation ON payments USING (organization_id = current_setting('app.tenant_id')::uuid);
      ALTER TABLE payments DROP COLUMN tenant_id;`,
    afterwards: `SET app.tenant_id = '${tenantA}'; SET ROLE app_user`,
    shown: 'SELECT count(*)::int AS visible FROM payments',
    hazard: [{ visible: 0 }],
    safe: [{ visible: 1 }],
  },
  {
    rule: 'tenant-column-drop',
    title: 'a policy that is left shows the rows of others',
    policy: 'tenancy: { tenantColumn: [organization_id, tenant_id] }',
    setup: `${paymentsOfTheirTenant}
      CREATE POLICY small_amounts ON payments FOR SELECT TO app_user USING (amount < 100);
      ALTER POLICY payments_isolation ON payments USING (true);
      CREATE POLICY payments_of_tenant ON payments AS RESTRICTIVE TO app_user
        USING (tenant_id = current_setting('app.tenant_id')::uuid);`,
    migration: 'ALTER TABLE payments DROP COLUMN tenant_id CASCADE;',
    mended: `
      ALTER TABLE payments ADD COLUMN organization_id uuid REFERENCES tenants (id);
      UPDATE payments SET organization_id = tenant_id;
      ALTER POLICY payments_of_tenant ON payments USING (organization_id = current_setting('app.tenant_id')::uuid);
      ALTER TABLE payments DROP COLUMN tenant_id;`,
    afterwards: `SET app.tenant_id = '${tenantA}'; SET ROLE app_user`,
    shown: 'SELECT count(*)::int AS visible FROM payments',
    hazard: [{ visible: 2 }],
    safe: [{ visible: 1 }],
  },
  {
    rule: 'tenant-column-drop',
    title: 'a policy that reads it stops the migration',
    migration: 'ALTER TABLE accounts DROP COLUMN tenant_id;',
    mended: 'ALTER TABLE accounts DROP COLUMN owner_email;',
    shown: 'SELECT count(*)::int AS accounts FROM accounts',
    hazard: '2BP01',
    safe: [{ accounts: 2 }],
  },
  {
    rule: 'tenant-column-rename',
    title: 'a function body does not follow',
    setup: `CREATE FUNCTION names() RETURNS SETOF text LANGUAGE plpgsql AS $$
      BEGIN RETURN QUERY SELECT name FROM users WHERE tenant_id = current_setting('app.tenant_id')::uuid; END $$;`,
    migration: 'ALTER TABLE users RENAME COLUMN tenant_id TO organization_id;',
    mended: 'ALTER TABLE users ADD COLUMN organization_id uuid REFERENCES tenants (id);',
    afterwards: `SET app.tenant_id = '${tenantA}'`,
    shown: 'SELECT * FROM names()',
    hazard: '42703',
    safe: [],
  },
  {
    rule: 'tenant-column-type-change',
    title: 'the policy stops the migration',
    migration: 'ALTER TABLE accounts ALTER COLUMN tenant_id TYPE text;',
    mended: `
      ALTER TABLE invoices DROP CONSTRAINT invoices_tenant_id_account_id_fkey;
      ALTER TABLE accounts DROP CONSTRAINT accounts_tenant_id_fkey;
      DROP POLICY accounts_isolation ON accounts;
      ALTER TABLE accounts ALTER COLUMN tenant_id TYPE text;
      CREATE POLICY accounts_isolation ON accounts TO app_user
        USING (tenant_id = current_setting('app.tenant_id', true));`,
    afterwards: `SET app.tenant_id = '${tenantB}'; SET ROLE app_user`,
    shown: 'SELECT tenant_id FROM accounts',
    hazard: '0A000',
    safe: [{ tenant_id: tenantB }],
  },
  {
    rule: 'tenant-column-type-mismatch',
    title: 'an id in another spelling is another tenant',
    migration: `
      CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id text NOT NULL);
      GRANT SELECT ON notes TO app_user;
      ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
      CREATE POLICY notes_isolation ON notes USING (tenant_id::text = current_setting('app.tenant_id', true));`,
    afterwards: `INSERT INTO notes VALUES (1, '${tenantA.toUpperCase()}'); SET app.tenant_id = '${tenantA}'; SET ROLE app_user`,
    shown: 'SELECT count(*)::int AS visible FROM notes',
    hazard: [{ visible: 0 }],
    safe: [{ visible: 1 }],
  },
  {
    rule: 'tenant-column-type-mismatch',
    title: 'the newest tenant does not fit',
    policy: 'tenancy: { tenantTable: customers, tenantColumn: customer_id }',
    setup: `CREATE TABLE customers (id bigint PRIMARY KEY);
      INSERT INTO customers VALUES (1), (3000000000);`,
    migration: 'CREATE TABLE notes (id bigint PRIMARY KEY, customer_id integer NOT NULL);',
    afterwards: 'INSERT INTO notes SELECT id, id FROM customers',
    shown: 'SELECT count(*)::int AS notes FROM notes',
    hazard: '22003',
    safe: [{ notes: 2 }],
  },
  {
    rule: 'tenant-column-no-fk',
    title: 'rows of a tenant that is gone stay behind',
    migration: 'CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);',
    afterwards: `INSERT INTO notes VALUES (1, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`,
    shown: 'SELECT count(*)::int AS of_nobody FROM notes WHERE tenant_id NOT IN (SELECT id FROM tenants)',
    hazard: [{ of_nobody: 1 }],
    safe: '23503',
  },
  {
    rule: 'tenant-column-add-not-null-directly',
    title: 'rows without a tenant stop the migration',
    setup: legacyNotes,
    migration: 'ALTER TABLE legacy_notes ADD COLUMN tenant_id uuid NOT NULL;',
    shown: 'SELECT count(tenant_id)::int AS stamped FROM legacy_notes',
    hazard: '23502',
    safe: [{ stamped: 0 }],
  },
];
