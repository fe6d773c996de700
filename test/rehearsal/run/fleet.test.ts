import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject, type ProjectFiles } from '../../../server/src/project';
import type { CheckId, FixtureServer, RehearsalResult } from '../../../server/src/rehearsal';
import { renderEvidence, renderText } from '../../../server/src/rehearsal/evidence';
import { loadPostgresParser } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

const newest = 'db/tenant/V2__channel.sql';

/** A table with what is awkward to copy: an enum of the schema's own, an identity, a trigger, a reference to a shared table. */
const orders = `
  create type status as enum ('open', 'shipped');
  create table orders (id bigint generated always as identity primary key, plan_id int references public.plans (id),
    state status not null default 'open', note text, doubled int generated always as (1 + 1) stored);
  create function refuse() returns trigger language plpgsql as $$ begin
    if new.note = 'never' then raise 'refused'; end if; return new; end $$;
  create trigger refusing before insert on orders for each row execute function refuse();
  insert into orders (note) values ('from the history');`;

const schemaModel = {
  'tenantsafe.yaml': `
    version: 16
    tenancy: { model: schema, schemas: ['shop_*'], sharedSchemas: [public] }
    migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/tenant, framework: flyway, scope: tenant }]
    fixtures: { copies: 3 }
    budgets: { cohortFailureRate: 0.2 }
    production: { tenants: 100, parallelism: 2 }`,
  'db/shared/V1__plans.sql': 'create table public.plans (id int primary key, name text not null);',
  'db/tenant/V1__orders.sql': orders,
};

describe('copies with a schema each', () => {
  it('are migrated in a rollout, and checked for what can differ', async () => {
    const result = await test(
      schemaModel,
      "alter table orders add column channel text; update orders set channel = 'web';",
    );
    expect(failuresOf(result)).toEqual({});
    expect(namesOf(result)).toEqual(['minimal', 'empty', 'minimal-2', 'empty-2', 'minimal-3', 'empty-3']);
    expect(result.rollout).toMatchObject({ tenants: 6, parallelism: 2, migrated: 6, failed: 0, between: 0 });
    expect(new Set(result.statements.map(({ tenant }) => tenant))).toEqual(new Set(['minimal', 'empty']));
    const copy = result.tenants.find(({ name }) => name === 'minimal-3');
    const made = copy?.checks.filter(({ verdict }) => verdict !== 'skipped').map(({ id }) => id);
    expect(made).toEqual(['apply', 'tenant-drift']);
    expect(copy?.checks.find(({ id }) => id === 'isolation')?.message).toMatch(/Checked on minimal/);
    expect(copy?.rows).toBe(result.tenants[0]?.rows);
  });

  it('have the rows of the first of their shape, and go on from them', async () => {
    const result = await test(
      schemaModel,
      `do $$ begin
         if current_schema() ~ 'minimal' and (select count(*) from
             (select id, plan_id, state::text, note, doubled from orders
              intersect select id, plan_id, state::text, note, doubled from shop_minimal.orders) same) <> 10 then
           raise 'other rows';
         end if;
       end $$;
       insert into orders (note) values ('one more');`,
    );
    expect(failuresOf(result).apply).toBeUndefined();
    expect(result.rollout?.migrated).toBe(6);
  });

  it('fail one by one, as before or named with what is left of the run', async () => {
    const result = await test(
      schemaModel,
      `alter table orders add column channel text;
       do $$ begin if current_schema() = 'shop_empty_2' then raise 'not here'; end if; end $$;`,
    );
    expect(failuresOf(result)).toEqual({ apply: ['empty-2'] });
    expect(checkOf(result, 'empty-2', 'apply')).toMatchObject({
      message: expect.stringMatching(/not here.*as it was/) as string,
      statement: 1,
    });

    const outside = { [`${newest}.conf`]: 'executeInTransaction=false\n' };
    const half = await test(
      { ...schemaModel, ...outside },
      `alter table orders add column if not exists channel text;
       do $$ begin if current_schema() = 'shop_empty_2' then raise 'not here'; end if; end $$;`,
    );
    expect(checkOf(half, 'empty-2', 'apply')?.message).toMatch(
      /neither as before nor as after: added column/,
    );
    expect(half.rollout?.between).toBe(1);
  });

  it('are not begun any more once too many have failed', async () => {
    const result = await test(
      {
        ...schemaModel,
        'tenantsafe.yaml': schemaModel['tenantsafe.yaml'].replace('parallelism: 2', 'parallelism: 1'),
      },
      "do $$ begin if current_schema() ~ '_2$' then raise 'not here'; end if; end $$; alter table orders add column a int;",
    );
    expect(failuresOf(result)).toEqual({ apply: ['minimal-2', 'empty-2'] });
    expect(result.rollout).toMatchObject({ migrated: 2, failed: 2, notStarted: 2 });
    expect(result.tenants.map(({ verdict }) => verdict).slice(4)).toEqual(['skipped', 'skipped']);
    expect(checkOf(result, 'empty-3', 'apply')?.message).toMatch(/^Not started/);
  });

  it('drift where the migration passes one over', async () => {
    const result = await test(
      schemaModel,
      "do $$ begin if current_schema() <> 'shop_minimal_3' then alter table orders add column a int; end if; end $$;",
    );
    expect(failuresOf(result)).toEqual({ 'tenant-drift': ['minimal-3'] });
    expect(result.scorecard.driftedTenants).toBe(1);
  });

  it('share one transaction where a shared folder changes them all, whose locks are counted', async () => {
    const result = await test(
      schemaModel,
      `do $$ declare s text; begin
         for s in select nspname from pg_namespace where nspname like 'shop\\_%' loop
           execute format('alter table %I.orders add column channel text', s);
         end loop;
       end $$;`,
      'db/shared/V2__channel.sql',
    );
    expect(failuresOf(result)).toEqual({});
    expect(namesOf(result)).toHaveLength(6);
    const { tenants, held, room, inProduction } = result.transactionLocks ?? {};
    expect([tenants, room]).toEqual([6, 64 * 60]);
    expect(held).toBeGreaterThanOrEqual(6);
    expect(inProduction).toBeGreaterThanOrEqual(100);
  });
});

describe('copies with a database each', () => {
  it('are migrated in databases that are there for their turn only', async () => {
    const result = await test(
      {
        'tenantsafe.yaml': `
          version: 16
          tenancy: { model: database }
          migrations: [{ path: db/tenant, framework: flyway, scope: tenant }]
          fixtures: { copies: 3 }
          budgets: { cohortFailureRate: 0.5 }
          production: { parallelism: 2 }`,
        'db/tenant/V1__orders.sql': 'create table orders (id int primary key, note text);',
      },
      `alter table orders add column channel text;
       do $$ begin if current_database() ~ 'fleet_minimal_2' then raise 'not here'; end if; end $$;`,
    );
    expect(failuresOf(result)).toEqual({ apply: ['minimal-2'] });
    expect(result.rollout).toMatchObject({ tenants: 6, migrated: 5, failed: 1, between: 0 });
    expect(checkOf(result, 'empty-3', 'tenant-drift')?.verdict).toBe('passed');
    const databases = await server.listDatabases();
    expect(databases.filter(({ marker }) => marker.kind !== 'template')).toEqual([]);
  });
});

describe('copies as rows of the same tables', () => {
  const rowModel = {
    'tenantsafe.yaml': `
      version: 16
      tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, rls: 'off' }
      migrations: [{ path: db/tenant, framework: flyway }]
      fixtures: { copies: 3 }`,
    'db/tenant/V1__orders.sql': `
      create table tenants (id int primary key, name text not null);
      create table orders (id bigint generated always as identity primary key,
        tenant_id int not null references tenants (id), note text);`,
  };

  it('are part of the one run for all', async () => {
    const result = await test(rowModel, 'alter table orders add column channel text;');
    expect(failuresOf(result)).toEqual({});
    expect(namesOf(result)).toEqual(['minimal', 'empty', 'minimal-2', 'empty-2', 'minimal-3', 'empty-3']);
    expect(checkOf(result, 'minimal-2', 'apply')?.verdict).toBe('passed');
    expect(checkOf(result, 'minimal-2', 'tenant-drift')?.verdict).toBe('skipped');
    expect(result.rollout).toBeUndefined();
  });

  it('fail together with it', async () => {
    const result = await test(
      rowModel,
      "do $$ begin if (select count(*) from tenants) > 5 then raise 'too many'; end if; end $$;",
    );
    expect(failuresOf(result).apply).toEqual(expect.arrayContaining(['minimal', 'minimal-2', 'empty-3']));
  });
});

describe('reports of many tenants', () => {
  it('show a shape with its copies as one, and failures singly', async () => {
    const result = await test(
      schemaModel,
      "do $$ begin if current_schema() = 'shop_empty_2' then raise 'not here'; end if; end $$; alter table orders add column a int;",
    );
    const text = renderText(result, { colours: false });
    expect(text).toMatch(/minimal ×3 +empty ×3/);
    expect(text).toMatch(/apply +passed +FAILED 1 of 3/);
    expect(text).toMatch(/apply on empty-2: In the rollout/);
    expect(text).toMatch(/Rollout +6 tenants in /);
    const { 'report.md': markdown, 'report.html': page, 'junit.xml': junit } = renderEvidence(result);
    expect(markdown).toMatch(/\| check \| minimal ×3 \| empty ×3 \|/);
    expect(page).toMatch(/failed on 1 of 3/);
    expect(junit).toMatch(/name="tenant minimal-2, minimal-3" tests="2" failures="0"/);
    expect(junit).toMatch(/name="tenant empty-2" tests="1" failures="1"/);
  });
});

/** Tests a migration that comes after the files, on the shapes minimal and empty. */
async function test(
  files: Readonly<Record<string, string>>,
  sql: string,
  file = newest,
): Promise<RehearsalResult> {
  const all: Readonly<Record<string, string>> = { ...files, [file]: sql };
  const folder: ProjectFiles = { paths: Object.keys(all), text: (name) => all[name] };
  const job = { project: loadProject(folder), files: folder, file, keep: false, evidenceFolder: undefined };
  return testMigration(server, { ...job, shapes: ['minimal', 'empty'] }, () => undefined);
}

/** Names of the tenants that failed, by check; that there is no rollback is no news. */
function failuresOf(result: RehearsalResult): Partial<Record<CheckId, readonly string[]>> {
  const failures: Partial<Record<CheckId, string[]>> = {};
  for (const { name, checks } of result.tenants) {
    for (const { id, verdict } of checks) {
      if (verdict !== 'failed' && verdict !== 'errored') continue;
      if (id !== 'rollback-apply') (failures[id] ??= []).push(name);
    }
  }
  return failures;
}

function namesOf({ tenants }: RehearsalResult): readonly string[] {
  return tenants.map(({ name }) => name);
}

function checkOf({ tenants }: RehearsalResult, name: string, id: CheckId) {
  return tenants.find((tenant) => tenant.name === name)?.checks.find((check) => check.id === id);
}
