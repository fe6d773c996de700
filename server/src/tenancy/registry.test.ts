import { beforeAll, describe, expect, it } from 'vitest';
import { createReplay } from '../catalog';
import { loadProject } from '../project';
import { loadPostgresParser, parseSqlFile } from '../sql';
import { tenancySentence } from './describe';
import { tenancyOf, type Tenancy } from './registry';
import { searchPathOfRun } from './tenantRun';

beforeAll(loadPostgresParser);

/** The registry after migrations, by path, under the policy that is among the files or that they imply. */
function tenancyIn(files: Readonly<Record<string, string>>): Tenancy {
  const project = loadProject(
    { paths: Object.keys(files), text: (path) => files[path] },
    { parse: parseSqlFile },
  );
  const scripts = project.migrations.map((migration) => ({
    ...migration.up,
    searchPath: searchPathOfRun(migration, project.policy),
  }));
  return tenancyOf(createReplay().catalogAfter(scripts), project.policy);
}

const map = (tenancy: Tenancy) =>
  Object.fromEntries(tenancy.tables().map((table) => [table.name, tenancySentence(table)]));

const rows = (sql: string, policy = '{}') => ({
  'migrations/0001_tables.up.sql': `
    CREATE TABLE tenants (id uuid PRIMARY KEY);
    CREATE TABLE orders (tenant_id uuid NOT NULL REFERENCES tenants, id bigint, PRIMARY KEY (tenant_id, id), code text UNIQUE);
    ${sql}`,
  'tenantsafe.yaml':
    `tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, ...${policy} }`.replace(
      ', ...{}',
      '',
    ),
});

describe('whose rows a table holds', () => {
  it('is told by its column, by keys that no row leaves empty, and by nothing else', () => {
    const tenancy = tenancyIn(
      rows(`
        ALTER TABLE orders ADD UNIQUE (id);
        CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id));
        CREATE TABLE notes (line_id bigint NOT NULL REFERENCES lines, author text);
        CREATE TABLE drafts (order_id bigint REFERENCES orders (id));
        CREATE TABLE plans (id int PRIMARY KEY);
        CREATE TABLE imports (tenant_id uuid);`),
    );
    expect(map(tenancy)).toEqual({
      'public.tenants': 'the tenants themselves, known by id; RLS off',
      'public.orders': 'tenant-owned through tenant_id (uuid, NOT NULL) → tenants.id; RLS off',
      'public.lines': 'tenant-owned through order_id → orders.tenant_id; RLS off',
      'public.notes': 'tenant-owned through line_id → lines.order_id → orders.tenant_id; RLS off',
      'public.drafts': 'unknown: it carries no tenant column, and rows may leave order_id → orders empty',
      'public.plans': 'unknown: it carries no tenant column and refers to no table that does',
      'public.imports': 'tenant-owned through tenant_id (uuid, may be NULL); RLS off',
    });
  });

  it('follows partitions to their parent, which stands for them', () => {
    const tenancy = tenancyIn(
      rows(`
        CREATE TABLE events (tenant_id uuid NOT NULL, at date) PARTITION BY RANGE (at);
        CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`),
    );
    expect(Object.keys(map(tenancy))).not.toContain('public.events_2026');
    expect(tenancy.table('public.events_2026')?.standing).toMatchObject({ side: 'tenant' });
  });

  it('is told by schemas where each tenant has one', () => {
    const tenancy = tenancyIn({
      'migrations/0001_tables.up.sql':
        'CREATE TABLE plans (id int); CREATE SCHEMA tenant_a; CREATE TABLE tenant_a.orders (id int); CREATE SCHEMA other; CREATE TABLE other.t (id int);',
      'tenantsafe.yaml':
        'tenancy: { model: schema, schemas: ["tenant_*"] }\nmigrations: [{ path: migrations, scope: shared }]',
    });
    expect(map(tenancy)).toEqual({
      'public.plans': 'shared: all tenants share the schema public',
      'tenant_a.orders': 'tenant-owned: its schema matches tenant_*; RLS off',
      'other.t': 'shared: migrations is run once for all tenants',
    });
  });

  it('is told by the search path of a tenant’s run, which begins with the tenant’s own schema', () => {
    const tenancy = tenancyIn({
      'db/shared/0001_a.up.sql': 'CREATE TABLE plans (id int); CREATE TABLE orders (id int);',
      'db/tenant/0001_b.up.sql': `
        CREATE TABLE orders (id int); CREATE TABLE public.regions (id int); DROP TABLE IF EXISTS plans;
        CREATE TABLE \${schema}.notes (id int); SET search_path = public; CREATE TABLE late (id int); RESET search_path;
        DROP TABLE orders; DROP TABLE IF EXISTS orders;`,
      'db/tenant/0002_c.up.sql': 'CREATE TABLE orders (id int);',
      'tenantsafe.yaml':
        'tenancy: { model: schema, schemas: ["tenant_*"] }\nmigrations: [{ path: db/shared, scope: shared }, { path: db/tenant }]',
    });
    expect(map(tenancy)).toEqual({
      'public.regions': 'shared: all tenants share the schema public',
      'public.late': 'shared: all tenants share the schema public',
      '__schema_.notes': 'tenant-owned: each tenant has it in its own schema (tenant_*); RLS off',
      '{tenant}.orders': 'tenant-owned: each tenant has it in its own schema (tenant_*); RLS off',
    });
  });

  it('is told by folders where each tenant has a database', () => {
    const tenancy = tenancyIn({
      'db/shared/0001_a.up.sql': 'CREATE TABLE plans (id int);',
      'db/tenant/0001_b.up.sql': 'CREATE TABLE orders (id int);',
      'tenantsafe.yaml':
        'tenancy: { model: database }\nmigrations: [{ path: db/shared, scope: shared }, { path: db/tenant }]',
    });
    expect(map(tenancy)).toEqual({
      'public.plans': 'shared: db/shared is run once for all tenants',
      'public.orders': 'tenant-owned: db/tenant is run once for each tenant; RLS off',
    });
  });

  it('is nobody’s business where there are no tenants', () => {
    const tenancy = tenancyIn({ 'migrations/0001_a.up.sql': 'CREATE TABLE users (id int PRIMARY KEY);' });
    expect(map(tenancy)).toEqual({ 'public.users': 'unknown: nothing says what a tenant is' });
  });
});

describe('a tenant table', () => {
  it('knows its tenant column, which keys include it, and what reads it', () => {
    const tenancy = tenancyIn(
      rows(`
        CREATE UNIQUE INDEX orders_lower ON orders (tenant_id, lower(code));
        CREATE VIEW open_orders AS SELECT * FROM orders; CREATE VIEW few AS SELECT * FROM open_orders;
        CREATE FUNCTION count_orders() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM orders); END $$;`),
    );
    const orders = tenancy.table('public.orders');
    expect(orders?.tenantColumn).toMatchObject({ name: 'tenant_id', notNull: true, default: undefined });
    expect(orders?.keys.map(({ kind, columns, includesTenant }) => [kind, columns, includesTenant])).toEqual([
      ['primary key', ['tenant_id', 'id'], true],
      ['unique constraint', ['code'], false],
      ['unique index', ['tenant_id', undefined], true],
    ]);
    expect(tenancy.viewsOver('public.orders')).toEqual(['public.open_orders', 'public.few']);
    expect(tenancy.routinesOver('public.orders')).toEqual(['public.count_orders']);
  });

  it('knows what the application may do, also by membership and as owner', () => {
    const tenancy = tenancyIn(
      rows(
        `CREATE ROLE writers; CREATE ROLE app IN ROLE writers; GRANT INSERT ON orders TO writers; GRANT SELECT ON orders TO PUBLIC;
         ALTER TABLE tenants OWNER TO writers;`,
        '{}',
      ),
    );
    const { catalog, policy } = tenancy;
    const withRole = tenancyOf(catalog, { ...policy, tenancy: { ...policy.tenancy, appRole: 'app' } });
    expect(withRole.table('public.orders')?.appAccess).toEqual({
      role: 'app',
      privileges: ['INSERT', 'SELECT'],
      owns: false,
    });
    expect(withRole.table('public.tenants')?.appAccess?.owns).toBe(true);
  });

  it('is read once for one catalog and policy', () => {
    const tenancy = tenancyIn(rows(''));
    expect(tenancyOf(tenancy.catalog, tenancy.policy)).toBe(tenancy);
    expect(tenancy.table('public.orders')).toBe(tenancy.table('public.orders'));
    expect(tenancy.table('public.nothing')).toBeUndefined();
  });
});
