import { tenantA, tenantB, type TenantCase } from './case';

/** How the plan of a query comes to the tenant: by an index, or by throwing rows of other tenants away. */
const plans = `
  CREATE FUNCTION tenant_found_by(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
    DECLARE line text;
    BEGIN
      FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line LIKE '%(tenant_id%' THEN RETURN NEXT split_part(trim(line), ':', 1); END IF;
      END LOOP;
    END $$;`;

const indexesOnly = 'SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off';

const byFilter = [{ tenant_found_by: 'Filter' }];
const byIndex = [{ tenant_found_by: 'Index Cond' }];

/** What becomes of queries of one tenant, and of the first row of a new one. */
export const indexCases: readonly TenantCase[] = [
  {
    rule: 'tenant-index-drop-leading',
    title: 'a query of one tenant reads the rows of all',
    setup: `${plans} CREATE INDEX payments_tenant ON payments (tenant_id, reference);`,
    migration: 'DROP INDEX payments_tenant;',
    mended: `CREATE INDEX payments_of_tenant ON payments (tenant_id);
      DROP INDEX payments_tenant;`,
    afterwards: indexesOnly,
    shown: `SELECT * FROM tenant_found_by($$SELECT amount FROM payments WHERE tenant_id = '${tenantA}'$$)`,
    hazard: byFilter,
    safe: byIndex,
  },
  {
    rule: 'tenant-index-not-leading',
    title: 'the newest rows of one tenant are looked for among those of all',
    setup: `${plans}
      ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
      CREATE POLICY payments_isolation ON payments TO app_user
        USING (tenant_id = current_setting('app.tenant_id')::uuid);`,
    migration: 'CREATE INDEX payments_reference ON payments (reference);',
    afterwards: `${indexesOnly}; SET app.tenant_id = '${tenantA}'; SET ROLE app_user`,
    shown: `SELECT * FROM tenant_found_by('SELECT amount FROM payments ORDER BY reference LIMIT 1')`,
    hazard: byFilter,
    safe: byIndex,
  },
  {
    rule: 'tenant-partition-by',
    title: 'a new tenant has no place for its first row',
    migration: 'CREATE TABLE events (tenant_id uuid NOT NULL, kind text) PARTITION BY LIST (tenant_id);',
    mended: `CREATE TABLE events (tenant_id uuid NOT NULL, kind text) PARTITION BY HASH (tenant_id);
      CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 1, REMAINDER 0);`,
    afterwards: `INSERT INTO events (tenant_id) VALUES ('${tenantB}')`,
    shown: 'SELECT tenant_id FROM events',
    hazard: '23514',
    safe: [{ tenant_id: tenantB }],
  },
  {
    rule: 'tenant-literal-in-migration',
    title: 'a database without that tenant stops the migration',
    migration: `INSERT INTO users (tenant_id, email)
      VALUES ('8f0bd0f2-0000-4000-8000-000000000001', 'admin@example.test');`,
    mended: `INSERT INTO users (tenant_id, email) SELECT id, 'admin@example.test' FROM tenants WHERE name = 'a';`,
    shown: 'SELECT tenant_id FROM users',
    hazard: '23503',
    safe: [{ tenant_id: tenantA }],
  },
  {
    rule: 'tenant-query-without-index',
    title: 'a query of the application reads rows of all tenants',
    policy: 'fixtures: { queries: db/queries/*.sql }',
    queries: 'SELECT amount FROM receipts WHERE tenant_id = $1 AND number = $2;',
    setup: plans,
    migration: 'CREATE TABLE receipts (tenant_id uuid NOT NULL, number bigint NOT NULL, amount numeric);',
    afterwards: indexesOnly,
    shown: `SELECT * FROM tenant_found_by(
      $$SELECT amount FROM receipts WHERE tenant_id = '${tenantA}' AND number = 1$$)`,
    hazard: byFilter,
    safe: byIndex,
  },
];
