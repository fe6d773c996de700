import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { loadProject, renderPolicy } from '.';
import { filesOf } from './testFiles';

beforeAll(loadPostgresParser);

const workspaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'rows with row-level security': {
    'compose.yaml': 'services: { db: { image: postgres:16 } }',
    'db/V1__a.sql': `
      CREATE TABLE plans (id int PRIMARY KEY);
      CREATE TABLE tenants (id uuid PRIMARY KEY, plan_id int REFERENCES plans);
      CREATE TABLE users (tenant_id uuid REFERENCES tenants, plan_id int REFERENCES plans);
      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON users TO app USING (tenant_id = current_setting('app.tenant_id')::uuid);
      GRANT SELECT, INSERT ON users TO app;`,
  },
  'rows without row-level security': {
    'db/1_a.up.sql': 'CREATE TABLE orgs (id int PRIMARY KEY); CREATE TABLE a (org_id int REFERENCES orgs);',
  },
  'a schema for each tenant': {
    'db/shared/V1__a.sql': 'CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b;',
    'db/tenant/V1__a.sql': 'CREATE TABLE t (id int);',
  },
  'no tenants': { 'db/V1__a.sql': 'CREATE TABLE t (id int);' },
  MySQL: {
    'compose.yaml': 'services: { db: { image: "mysql:8.0" } }',
    'db/V1__a.sql': 'CREATE TABLE t (id int);',
  },
};

describe('the policy that init writes', () => {
  for (const [name, texts] of Object.entries(workspaces)) {
    it(`loads again to the same policy: ${name}`, () => {
      const before = loadProject(filesOf(texts));
      const written = renderPolicy(before.inference);
      const after = loadProject(filesOf({ ...texts, 'tenantsafe.yaml': written }));
      expect(after.problems).toEqual([]);
      expect(after.policy).toEqual(before.policy);
    });
  }

  it('shows the evidence for each value', () => {
    const { inference } = loadProject(filesOf(workspaces['rows with row-level security'] ?? {}));
    expect(renderPolicy(inference)).toMatchInlineSnapshot(`
      "# How Tenantsafe judges and tests the migrations of this project; docs/policy.md explains every key.

      # compose.yaml names postgres:16 (90 % sure)
      engine: postgresql
      # please check: compose.yaml runs postgres:16; production may be older (50 % sure)
      version: 16
      # what a tenant is
      tenancy:
        # tenant_id says whose a row is (90 % sure)
        model: row
        # carried by 1 of 3 tables, 1 reference to tenants, policies of 1 table compare it with a session setting (90 % sure)
        tenantColumn: tenant_id
        # 1 reference to it by tenant_id (90 % sure)
        tenantTable: tenants
        # policies compare the tenant column with it (95 % sure)
        setting: app.tenant_id
        # 2 grants and policies name it (90 % sure)
        appRole: app
        # row-level security is enabled on 1 of 3 tables (90 % sure)
        rls: required
        # tenant tables refer to them, and they carry no tenant_id (70 % sure)
        sharedTables:
          - plans
      # 1 file is named like migrations of Flyway in db (95 % sure)
      migrations:
        - path: db
          framework: flyway

      # further keys: runner, rules, baseline, exceptions, fixtures, budgets, production, drafts
      "
    `);
  });

  it('says so where there are no tenants', () => {
    const { inference } = loadProject(filesOf(workspaces['no tenants'] ?? {}));
    expect(renderPolicy(inference)).toMatchInlineSnapshot(`
      "# How Tenantsafe judges and tests the migrations of this project; docs/policy.md explains every key.
      # No tenants were found: no column is carried by most tables and refers to one root table, and no schema is named like a tenant's.
      # If there are some, say how they are told apart under \`tenancy:\`.

      # nothing shows another engine (60 % sure)
      engine: postgresql
      # please check: nothing says which versions run, so the oldest common one is taken (10 % sure)
      version: 14
      # 1 file is named like migrations of Flyway in db (95 % sure)
      migrations:
        - path: db
          framework: flyway

      # further keys: runner, rules, baseline, exceptions, fixtures, budgets, production, drafts
      "
    `);
  });

  it('can be written for an empty folder', () => {
    const { inference } = loadProject(filesOf({}));
    const after = loadProject(filesOf({ 'tenantsafe.yaml': renderPolicy(inference) }));
    expect(after.problems).toEqual([]);
  });
});
