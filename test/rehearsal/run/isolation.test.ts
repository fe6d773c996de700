import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../server/src/doors/files';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject, type ShapeName } from '../../../server/src/project';
import type { CheckResult, FixtureServer } from '../../../server/src/rehearsal';
import { loadPostgresParser } from '../../../server/src/sql';
import { workspaceWith } from '../../protocol/support/workspaceCopy';
import { openWorkbench, type Workbench } from '../engine/workbench';

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

const own = "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid";
const guard = (table: string) =>
  `alter table ${table} enable row level security; create policy own on ${table} using (${own});`;
const id = 'id bigint generated always as identity primary key';
const tenantId = 'tenant_id uuid not null references tenants (id)';

/** Tenants as rows, told apart by a setting that the policies read. */
const bySetting = {
  'tenantsafe.yaml': [
    'version: 16',
    'tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, setting: app.tenant, appRole: tenantsafe_test_app, rls: required }',
    'migrations: [{ path: migrations, framework: plain }]',
  ].join('\n'),
  'migrations/0001_base.up.sql': `
    create table tenants (id uuid primary key, name text not null);
    create table users (${id}, ${tenantId}, email text not null, unique (tenant_id, email));
    create table notes (${id}, ${tenantId}, user_id bigint not null references users (id), title text not null);
    create table lines (${id}, note_id bigint not null references notes (id), body text not null);
    ${guard('users')} ${guard('notes')}
    alter table tenants enable row level security;
    create policy own on tenants using (id = nullif(current_setting('app.tenant', true), '')::uuid);
    alter table lines enable row level security;
    create policy own on lines using (exists (select from notes where notes.id = lines.note_id));
    grant select, insert, update, delete on tenants, users, notes, lines to tenantsafe_test_app;`,
  'migrations/0001_base.down.sql': 'drop table lines, notes, users, tenants;',
} as const;

describe('a migration of tables that row security guards', () => {
  it('passes where a new table is guarded like the others', async () => {
    const checks = await isolationOf(bySetting, {
      up: `create table tags (${id}, ${tenantId}, name text not null, unique (tenant_id, name));
        ${guard('tags')} grant select, insert, update, delete on tags to tenantsafe_test_app;
        create view titles with (security_invoker) as select tenant_id, title from notes;
        grant select on titles to tenantsafe_test_app;`,
      down: 'drop view titles; drop table tags;',
    });
    expect(checks).toEqual({
      minimal: passed,
      empty: passed,
    });
  });

  it.each([
    {
      what: 'a new table without any policy',
      up: `create table tags (${id}, ${tenantId}, name text not null); grant select on tags to tenantsafe_test_app;`,
      says: /without any tenant set: it may read all rows of public\.tags, which no policy guards/,
      relation: 'public.tags',
    },
    {
      what: 'row security switched off',
      up: 'alter table notes disable row level security;',
      says: /acting for empty: it sees \d+ rows? of public\.notes/,
      relation: 'public.notes',
    },
    {
      what: 'a second policy that lets everybody read',
      up: 'create policy all_read on users for select using (true);',
      says: /acting for empty: it sees \d+ rows? of public\.users/,
      relation: 'public.users',
    },
    {
      what: 'rows that belong to a tenant by those that they refer to, open to all',
      up: 'drop policy own on lines; create policy own on lines using (true);',
      says: /acting for empty: it sees \d+ rows? of public\.lines/,
      relation: 'public.lines',
    },
    {
      what: 'a policy that lets a tenant write for others',
      up: `drop policy own on notes; create policy own on notes using (${own}) with check (true);`,
      says: /acting for empty: it can insert a row of another tenant into public\.notes/,
      relation: 'public.notes',
    },
    {
      what: 'a policy for UPDATE that only the policy for SELECT seems to limit',
      up: 'create policy repair on notes for update using (true);',
      says: /acting for empty: it can update \d+ rows? of other tenants in public\.notes by an UPDATE without WHERE/,
      relation: 'public.notes',
    },
    {
      what: 'a policy for DELETE that only the policy for SELECT seems to limit',
      up: 'create policy purge on lines for delete using (true); create policy purge on notes for delete using (true);',
      says: /acting for empty: it can delete \d+ rows? of other tenants from public\.notes by a DELETE without WHERE/,
      relation: 'public.notes',
    },
    {
      what: 'a policy that is open where the setting is empty',
      up: `drop policy own on notes; create policy own on notes
        using (current_setting('app.tenant', true) = '' or ${own});`,
      says: /on a connection that a tenant used before: it sees \d+ rows? of public\.notes/,
      relation: 'public.notes',
    },
    {
      what: "a view with its owner's rights",
      up: 'create view titles as select title from notes; grant select on titles to tenantsafe_test_app;',
      says: /acting for empty: it sees \d+ rows? of public\.titles/,
      relation: 'public.titles',
    },
    {
      what: 'a materialized view',
      up: 'create materialized view m as select tenant_id, count(*) from notes group by 1; grant select on m to public;',
      says: /acting for empty: it sees \d+ rows? of public\.m/,
      relation: 'public.m',
    },
    {
      what: "a function with its owner's rights",
      up: "create function all_users() returns setof users language sql security definer as 'select * from users';",
      says: /acting for empty: it sees \d+ rows? of public\.all_users\(\)/,
      relation: 'public.all_users()',
    },
  ])('fails with $what', async ({ up, says, relation }) => {
    const { empty } = await isolationOf(bySetting, { up, down: 'select 1;' });
    expect(empty?.verdict).toBe('failed');
    // Rows that belong to a tenant by those of an open table are open too.
    expect(empty?.relations).toContain(relation);
    expect(empty?.sample.join('\n')).toMatch(says);
  });

  it('fails where rows come to refer to rows of another tenant, for the tenants that do', async () => {
    const up = 'update notes set user_id = (select min(id) from users);';
    const checks = await isolationOf(bySetting, { up, down: 'select 1;' }, withRows);
    expect(Object.values(checks).map(({ verdict }) => verdict)).toContain('failed');
    const failed = Object.values(checks).find(({ verdict }) => verdict === 'failed');
    expect(failed?.message).toMatch(
      /^\d+ rows? of public\.notes refer to rows of tenant \w+ in public\.users/,
    );
  });

  it.each([
    { what: 'writes to a column that was there', add: '', set: 'title' },
    {
      what: 'writes to a column that it adds',
      add: "execute 'alter table notes add column summary text'; commit;",
      set: 'summary',
    },
  ])(
    'fails where a block with commits of its own $what, from rows of another tenant',
    async ({ add, set }) => {
      const checks = await isolationOf(
        withoutTransaction,
        {
          up: `do $$ declare tenant uuid; begin ${add}
          for tenant in select id from tenants order by id loop
            update notes set ${set} = (select n.title from notes n where n.tenant_id <> tenant order by length(n.title) desc, id limit 1)
              where tenant_id = tenant;
            commit;
          end loop; end $$;`,
          down: 'do $$ begin end $$;',
        },
        withRows,
      );
      expect(Object.values(checks).map(({ verdict }) => verdict)).toContain('failed');
      const failed = Object.values(checks).find(({ verdict }) => verdict === 'failed');
      expect(failed?.message).toMatch(/^\d+ rows? of public\.notes hold values of tenant \w+ in column \w+/);
    },
  );

  it('fails where a tenant cannot use a value that another has', async () => {
    const checks = await isolationOf(
      bySetting,
      {
        up: 'create unique index one_email on users (lower(email));',
        down: 'drop index one_email;',
      },
      withRows,
    );
    const failed = Object.values(checks).filter(({ verdict }) => verdict === 'failed');
    expect(failed[0]?.message).toMatch(/public\.users cannot have the value of email .* one_email/);
  });

  it('fails where new sessions look names up elsewhere', async () => {
    const alter = (action: string) =>
      `do $$ begin execute format('alter database %I ${action}', current_database()); end $$;`;
    const { empty } = await isolationOf(bySetting, {
      up: alter('set search_path = other'),
      down: alter('reset search_path'),
    });
    expect(empty?.message).toMatch(/begin otherwise than before: settings of any role .*search_path=other/);
  });

  it.each([
    {
      what: 'a search path',
      up: 'set search_path = pg_temp, public;',
      says: "leaves search_path at 'pg_temp",
    },
    {
      what: 'a tenant',
      up: `select set_config('app.tenant', gen_random_uuid()::text, false);`,
      says: 'leaves app.tenant at ',
    },
    {
      what: 'another role',
      up: 'set role tenantsafe_test_app;',
      says: "leaves role at 'tenantsafe_test_app'",
    },
  ])("fails where the script leaves $what on the runner's connection", async ({ up, says }) => {
    const { empty } = await isolationOf(bySetting, { up, down: 'select 1;' });
    expect(empty?.verdict).toBe('failed');
    expect(empty?.message).toContain(says);
  });

  it('passes where the script takes back what it set', async () => {
    const { minimal } = await isolationOf(bySetting, {
      up: `set local app.tenant = 'x'; set row_security = off; reset row_security; set role tenantsafe_test_app; reset role;`,
      down: `select set_config('app.tenant', 'x', true);`,
    });
    expect(minimal?.verdict).toBe('passed');
  });

  it('fails where the rollback opens what the migration left closed', async () => {
    const { empty } = await isolationOf(bySetting, {
      up: 'comment on table notes is $$x$$;',
      down: 'comment on table notes is null; alter table notes disable row level security;',
    });
    expect(empty?.message).toMatch(/^After the rollback: .*acting for empty, sees \d+ rows? of public\./);
    expect(empty?.relations).toContain('public.notes');
  });

  it('says what was open before the migration, and does not blame it', async () => {
    const leaky = {
      ...bySetting,
      'migrations/0002_open.up.sql': 'alter table users disable row level security;',
      'migrations/0002_open.down.sql': 'alter table users enable row level security;',
    };
    const { minimal } = await isolationOf(leaky, {
      up: 'alter table notes add column x text;',
      down: 'alter table notes drop column x;',
    });
    expect(minimal?.verdict).toBe('passed');
    expect(minimal?.message).toContain('As before the migration, public.users is open to other tenants.');
  });

  it('is not proved by a setting that no policy reads', async () => {
    const wrong = {
      ...bySetting,
      'tenantsafe.yaml': bySetting['tenantsafe.yaml'].replace('app.tenant,', 'app.wrong,'),
    };
    const { minimal } = await isolationOf(wrong, { up: 'select 1;', down: 'select 1;' });
    expect(minimal?.verdict).toBe('errored');
    expect(minimal?.message).toContain('sees none of its own rows either');
  });
});

describe('tenants told apart by membership', () => {
  const isMember = 'tenant_id in (select tenant_id from my_tenants())';
  const byMembership = {
    'tenantsafe.yaml': [
      'version: 16',
      'tenancy:',
      '  model: row',
      '  tenantColumn: tenant_id',
      '  tenantTable: tenants',
      '  memberTable: members',
      '  appRole: tenantsafe_test_app',
      '  rls: required',
      `  become: select set_config('request.sub', :member, true)`,
      'migrations: [{ path: migrations, framework: plain }]',
    ].join('\n'),
    'migrations/0001_base.up.sql': `
      create table tenants (id uuid primary key, name text not null);
      create table members (user_id uuid, ${tenantId}, primary key (tenant_id, user_id));
      create function uid() returns uuid language sql stable
        as $$ select nullif(current_setting('request.sub', true), '')::uuid $$;
      create function my_tenants() returns table (tenant_id uuid) language sql stable security definer
        as $$ select m.tenant_id from members m where m.user_id = uid() $$;
      create table notes (${id}, ${tenantId}, title text not null);
      alter table notes enable row level security;
      create policy own on notes using (${isMember});
      grant select, insert, update, delete on notes to tenantsafe_test_app;`,
    'migrations/0001_base.down.sql':
      'drop table notes; drop function my_tenants, uid; drop table members, tenants;',
  };

  it('are probed as members, and pass', async () => {
    const checks = await isolationOf(byMembership, {
      up: 'alter table notes add column x text;',
      down: 'alter table notes drop column x;',
    });
    expect(checks['minimal']).toMatchObject(passed);
  });

  it('fail where a policy forgets whose membership it looks at', async () => {
    const { minimal } = await isolationOf(
      byMembership,
      {
        up: 'drop policy own on notes; create policy own on notes using (uid() is not null);',
        down: `drop policy own on notes; create policy own on notes using (${isMember});`,
      },
      withRows,
    );
    expect(minimal?.message).toMatch(/acting for minimal, sees \d+ rows? of public\.notes/);
  });
});

const passed = expect.objectContaining({
  verdict: 'passed',
  message: 'No value crossed tenants, and the application reaches its own rows only.',
}) as CheckResult;

/** The same, with a runner that leaves every statement to its own transactions. */
const withoutTransaction = {
  ...bySetting,
  'tenantsafe.yaml': bySetting['tenantsafe.yaml'].replace(
    'framework: plain',
    'framework: plain, transaction: none',
  ),
};

/** Two tenants that both have rows. */
const withRows: readonly ShapeName[] = ['minimal', 'edge'];

/** The check's result for each tenant. */
async function isolationOf(
  project: Readonly<Record<string, string>>,
  { up, down }: { readonly up: string; readonly down: string },
  shapes: readonly ShapeName[] = ['minimal', 'empty'],
): Promise<Readonly<Record<string, CheckResult>>> {
  await using workspace = await workspaceWith({
    files: { ...project, 'migrations/0009_next.up.sql': up, 'migrations/0009_next.down.sql': down },
  });
  const files = (await openFolder(workspace.root)).files();
  const result = await testMigration(
    server,
    {
      project: loadProject(files),
      files,
      file: 'migrations/0009_next.up.sql',
      shapes,
      keep: false,
      evidenceFolder: undefined,
    },
    () => undefined,
  );
  return Object.fromEntries(
    result.tenants.flatMap(({ name, checks }) =>
      checks.filter((check) => check.id === 'isolation').map((check) => [name, check]),
    ),
  );
}
