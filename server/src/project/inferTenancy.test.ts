import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../sql';
import { inferTenancy } from './inferTenancy';
import { createFactsReader } from './schemaFacts';

beforeAll(loadPostgresParser);

function inferred(sql: string): Readonly<Record<string, unknown>> {
  const tenancy = inferTenancy(createFactsReader()([parseSqlFile(sql)]));
  return Object.fromEntries(Object.entries(tenancy).map(([key, { value }]) => [key, value as unknown]));
}

const orgs = `
CREATE TABLE orgs (id uuid PRIMARY KEY);
CREATE TABLE projects (id uuid PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs);
CREATE TABLE tasks (id uuid PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs, project_id uuid REFERENCES projects);
CREATE TABLE labels (id uuid PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs);
`;

describe('the tenant column', () => {
  it('is the one that most tables carry and that refers to one root', () => {
    expect(inferred(orgs)).toMatchObject({
      model: 'row',
      tenantColumns: ['org_id'],
      tenantTable: 'orgs',
      rls: 'optional',
    });
  });

  it('may have any name where nearly all tables refer to the root by it', () => {
    expect(inferred(orgs.replaceAll('org_id', 'nid').replaceAll('orgs', 'networks'))).toMatchObject({
      tenantColumns: ['nid'],
      tenantTable: 'networks',
    });
  });

  it('counts in every spelling that tables of the history give it', () => {
    const newer = 'CREATE TABLE runs (id int, "tenantId" uuid); CREATE TABLE notes (id int, tenantid uuid);';
    expect(inferred(orgs.replaceAll('org_id', 'tenant_id') + newer)).toMatchObject({
      tenantColumns: ['tenant_id', 'tenantId', 'tenantid'],
    });
  });

  it('is found when later migrations add it, rename it and give it its key', () => {
    expect(
      inferred(`
        CREATE TABLE customers (id int PRIMARY KEY);
        CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int, customer_id int);
        ALTER TABLE a ADD COLUMN customer_id int REFERENCES customers;
        ALTER TABLE b ADD COLUMN customer_id int;
        ALTER TABLE b ADD CONSTRAINT b_customer FOREIGN KEY (customer_id) REFERENCES customers (id);
        ALTER TABLE c ADD FOREIGN KEY (customer_id) REFERENCES customers;
        ALTER TABLE customers RENAME TO companies;
        ALTER TABLE a RENAME COLUMN customer_id TO company_id;
        ALTER TABLE b RENAME COLUMN customer_id TO company_id;
        ALTER TABLE c RENAME COLUMN customer_id TO company_id;`),
    ).toMatchObject({ tenantColumns: ['company_id'], tenantTable: 'companies' });
  });

  it('is the one that policies compare with a setting, whatever its share', () => {
    expect(
      inferred(`
        CREATE TABLE shops (id int PRIMARY KEY); CREATE TABLE a (shop int); CREATE TABLE b (x int); CREATE TABLE c (x int);
        ALTER TABLE a ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON a TO app USING (shop = nullif(current_setting('app.shop', true), '')::int);
        GRANT SELECT, INSERT ON a, b TO app; GRANT ALL ON ALL TABLES IN SCHEMA public TO root_role;
        CREATE ROLE root_role BYPASSRLS;`),
    ).toMatchObject({
      tenantColumns: ['shop'],
      setting: 'app.shop',
      appRole: 'app',
      rls: 'required',
      tenantTable: 'shops',
    });
  });

  it('and its setting are seen through a function', () => {
    for (const body of [
      "LANGUAGE sql AS $$ SELECT current_setting('app.org')::uuid $$",
      "LANGUAGE plpgsql AS $$ BEGIN RETURN current_setting('app.org')::uuid; END $$",
      "LANGUAGE sql RETURN current_setting('app.org')::uuid",
    ]) {
      const sql = `CREATE FUNCTION current_org() RETURNS uuid ${body}; CREATE POLICY p ON tasks USING (org_id = current_org());`;
      expect(inferred(orgs + sql)).toMatchObject({ tenantColumns: ['org_id'], setting: 'app.org' });
    }
  });

  it('is compared with a setting that a sub-select fetches once', () => {
    const policy =
      "CREATE POLICY p ON tasks USING (org_id = (SELECT current_setting('app.org', true)::uuid));";
    expect(inferred(orgs + policy)).toMatchObject({ tenantColumns: ['org_id'], setting: 'app.org' });
  });

  it('has no setting where policies ask for a membership or take a token apart', () => {
    const policies = `
      CREATE POLICY p ON tasks USING (org_id IN (SELECT org_id FROM members WHERE user_id::text = current_setting('app.user')));
      CREATE POLICY q ON labels USING (org_id = (current_setting('request.jwt.claims')::json ->> 'org')::uuid);`;
    expect(inferred(orgs + policies)).toMatchObject({ tenantColumns: ['org_id'], setting: undefined });
  });
});

describe('policies by membership', () => {
  const members = `
    CREATE TABLE members (org_id uuid NOT NULL REFERENCES orgs, user_id uuid NOT NULL);
    CREATE FUNCTION is_member(org uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN EXISTS (SELECT 1 FROM members WHERE org_id = org); END $$;`;
  it.each([
    'org_id IN (SELECT org_id FROM members WHERE user_id = auth.uid())',
    'org_id = ANY (ARRAY(SELECT org_id FROM members WHERE user_id = auth.uid()))',
    'EXISTS (SELECT 1 FROM members m WHERE m.org_id = org_id AND m.user_id = auth.uid())',
    'is_member(org_id)',
    '(SELECT is_member(org_id))',
  ])('tell the tenant column and the table of members: %s', (condition) => {
    const policies = ['projects', 'tasks', 'labels'].map(
      (table) => `CREATE POLICY p ON ${table} FOR SELECT TO authenticated USING (${condition});`,
    );
    const { tenantColumns, memberTable, appRole, setting } = inferred(orgs + members + policies.join('\n'));
    expect({ tenantColumns, memberTable, appRole, setting }).toEqual({
      tenantColumns: ['org_id'],
      memberTable: 'members',
      appRole: 'authenticated',
      setting: undefined,
    });
  });

  it('speak against a column that none of them asks for', () => {
    const tables = ['chats', 'files', 'prompts', 'tools'].map(
      (name) =>
        `CREATE TABLE ${name} (id int, user_id uuid); CREATE POLICY p ON ${name} USING (user_id = auth.uid());`,
    );
    const workspaces = `CREATE TABLE workspaces (id int PRIMARY KEY, user_id uuid);
      CREATE TABLE chat_workspaces (workspace_id int REFERENCES workspaces); CREATE TABLE file_workspaces (workspace_id int REFERENCES workspaces);`;
    expect(inferred(tables.join('\n') + workspaces)).toMatchObject({ model: undefined, tenantColumns: [] });
  });
});

describe('a project without tenants', () => {
  it('has no model, whoever its rows belong to', () => {
    const shop = `
      CREATE TABLE users (id int PRIMARY KEY);
      CREATE TABLE products (id int PRIMARY KEY, created_by int REFERENCES users);
      CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, created_by int REFERENCES users);
      CREATE TABLE order_lines (order_id int REFERENCES orders, product_id int REFERENCES products, created_by int REFERENCES users);
      CREATE TABLE reviews (product_id int REFERENCES products, user_id int REFERENCES users, created_by int REFERENCES users);`;
    expect(inferred(shop)).toMatchObject({ model: undefined, tenantColumns: [], tenantTable: undefined });
    expect(inferred('')).toMatchObject({ model: undefined });
  });
});

describe('tenant schemas', () => {
  it('are known by their names', () => {
    expect(
      inferred('CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE TABLE tenant_a.t (id int);'),
    ).toMatchObject({
      model: 'schema',
      schemas: ['tenant_*'],
      sharedSchemas: ['public'],
    });
  });
});

describe('tenant schemas that nothing names', () => {
  it('are known by the loops that go through them', () => {
    const loop = (source: string) => `
      CREATE TABLE registry (id int);
      DO $$ DECLARE s text; BEGIN FOR s IN ${source} LOOP
        EXECUTE format('ALTER TABLE %I.people ADD COLUMN phone text', s);
      END LOOP; END $$;`;
    expect(inferred(loop("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'home\\_%'"))).toMatchObject({
      model: 'schema',
      schemas: ['home_*'],
    });
    expect(
      inferred(loop("SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 't_%'")),
    ).toMatchObject({ model: 'schema', schemas: ['t_*'] });
    expect(inferred(loop("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'"))).toMatchObject({
      model: undefined,
    });
  });
});

describe('shared tables', () => {
  it('are those that tenant tables refer to, not those that merely lack the column', () => {
    const more = `
      CREATE TABLE plans (id int PRIMARY KEY); CREATE TABLE notes (id int); CREATE TABLE steps (id int PRIMARY KEY, task_id uuid REFERENCES tasks);
      ALTER TABLE projects ADD COLUMN plan_id int REFERENCES plans; ALTER TABLE tasks ADD COLUMN step_id int REFERENCES steps;`;
    expect(inferred(orgs + more)).toMatchObject({ sharedTables: ['plans'] });
  });
});

it('never takes a role for the application’s that the platform makes with BYPASSRLS', () => {
  expect(
    inferred('CREATE TABLE t (id int); GRANT ALL ON t TO service_role; GRANT ALL ON t TO authenticated;'),
  ).toMatchObject({ appRole: 'authenticated' });
});

describe('what a person has to be asked', () => {
  const alternatives = (sql: string) =>
    inferTenancy(createFactsReader()([parseSqlFile(sql)])).alternatives.map(({ model, tenantColumns }) =>
      [model.value, ...tenantColumns.value].join(' '),
    );

  it('is which column it is where a tenant is spoken of and few tables carry it', () => {
    const tables = [1, 2, 3, 4, 5, 6, 7].map((number) => `CREATE TABLE t${number} (id int, other int);`);
    const sql = `CREATE TABLE orgs (id int); ${tables.join(' ')}
      CREATE TABLE a (org_id int REFERENCES orgs); CREATE TABLE b (org_id int REFERENCES orgs);`;
    expect(inferred(sql)).toMatchObject({ model: undefined, tenantColumns: [] });
    expect(alternatives(sql)).toEqual(['row org_id']);
  });

  it('is which of two columns it is that say nearly the same of themselves', () => {
    const tables = [1, 2, 3, 4].map(
      (number) => `CREATE TABLE t${number} (org_id int REFERENCES orgs, site_id int REFERENCES sites);`,
    );
    const sql = `CREATE TABLE orgs (id int); CREATE TABLE sites (id int); ${tables.join(' ')}`;
    expect(inferred(sql)).toMatchObject({ model: 'row', tenantColumns: ['org_id'] });
    expect(alternatives(sql)).toEqual([]);
    expect(alternatives(sql.replaceAll('org', 'owning_unit'))).toEqual(['row site_id']);
  });

  it('is nothing where people have rows of their own and some of them are shown to others', () => {
    const own = (table: string) =>
      `CREATE TABLE ${table} (id int PRIMARY KEY, user_id uuid); CREATE POLICY own ON ${table} USING (user_id = auth.uid());`;
    const sql = `${['files', 'chats', 'items', 'prompts', 'tools'].map(own).join(' ')}
      ALTER TABLE items ADD COLUMN file_id int REFERENCES files;
      ALTER TABLE chats ADD COLUMN file_id int REFERENCES files;
      CREATE POLICY shown ON items FOR SELECT USING (file_id IN (SELECT id FROM files WHERE user_id IS NULL));`;
    expect(inferred(sql)).toMatchObject({ model: undefined });
    expect(alternatives(sql)).toEqual([]);
  });

  it('is nothing in a project of a single tenant', () => {
    expect(
      alternatives(`CREATE TABLE users (id int); CREATE TABLE posts (id int, user_id int REFERENCES users);
        CREATE TABLE comments (id int, post_id int REFERENCES posts, user_id int REFERENCES users);
        CREATE TABLE votes (comment_id int REFERENCES comments, user_id int REFERENCES users);`),
    ).toEqual([]);
  });
});
