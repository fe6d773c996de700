import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../server/src/doors/files';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject } from '../../../server/src/project';
import type { CheckId, CheckResult, FixtureServer } from '../../../server/src/rehearsal';
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

const id = 'id bigint generated always as identity primary key';
const tenantId = 'tenant_id uuid not null references tenants (id)';

/** Tenants as rows, with tables whose keys come from sequences. */
const project = {
  'tenantsafe.yaml': [
    'version: 16',
    'tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants }',
    'migrations: [{ path: migrations, framework: plain }]',
  ].join('\n'),
  'migrations/0001_base.up.sql': `
    create table tenants (id uuid primary key, name text not null);
    create table notes (${id}, ${tenantId}, title text not null);
    create table lines (${id}, ${tenantId}, note_id bigint not null references notes (id), body text not null);
    create sequence counter;
    create table tags (id serial primary key, ${tenantId}, name text not null);`,
  'migrations/0001_base.down.sql': 'drop table tags, lines, notes, tenants; drop sequence counter;',
} as const;

describe('a migration that inserts rows with keys of a sequence', () => {
  it.each([
    {
      what: 'into a table that was there',
      up: 'insert into tags (tenant_id, name) select tenant_id, $$note $$ || title from notes;',
      down: `delete from tags where name like 'note %';`,
    },
    {
      what: 'into a new table',
      up: `create table headings (${id}, ${tenantId}, note_id bigint not null references notes (id), body text not null);
        insert into headings (tenant_id, note_id, body) select tenant_id, id, title from notes order by id;`,
      down: 'drop table headings;',
    },
    {
      what: 'into two tables, one of which refers to the other',
      up: `insert into notes (tenant_id, title) select id, 'Welcome' from tenants order by id;
        insert into lines (tenant_id, note_id, body) select tenant_id, id, 'First line' from notes where title = 'Welcome' order by id;`,
      down: `delete from lines where body = 'First line'; delete from notes where title = 'Welcome';`,
    },
    {
      what: 'or with random ones, beside the time of the run,',
      up: `create table labels (id uuid primary key default gen_random_uuid(), ${tenantId}, note_id bigint not null references notes (id),
          made timestamptz not null default clock_timestamp());
        insert into labels (tenant_id, note_id) select tenant_id, id from notes;`,
      down: 'drop table labels;',
    },
    {
      what: 'in another order than before, because the rollback has moved the rows that they come from',
      up: `update notes set title = title || ' (copied)' where id % 2 = 0;
        insert into tags (tenant_id, name) select tenant_id, 'note ' || id from notes;`,
      down: `delete from tags where name like 'note %';
        update notes set title = replace(title, ' (copied)', '') where title like '% (copied)';`,
    },
  ])('$what ends where a clean run does', async ({ up, down }) => {
    const { interruption, reapply } = await checksOf({ up, down });
    expect(interruption?.message).toMatch(
      /^Stopped before its commit and run again, it ends where a clean run does/,
    );
    expect(reapply?.message).toBe('Applied again, it ends where it ended first.');
  });
});

describe('a migration whose second run makes other rows', () => {
  it('fails where it is other rows that got the keys', async () => {
    const { reapply } = await checksOf({
      up: `insert into notes (tenant_id, title) select id, case when exists (select from tags where name = 'taken back')
          then 'Again' else 'Welcome' end from tenants;`,
      down: `delete from notes where title = 'Welcome';
        insert into tags (tenant_id, name) select id, 'taken back' from tenants;`,
    });
    expect(reapply?.verdict).toBe('failed');
    expect(reapply?.relations).toEqual(expect.arrayContaining(['public.notes', 'public.tags']));
  });

  it('fails where rows come to refer to others by new keys', async () => {
    const { reapply } = await checksOf({
      up: `insert into notes (tenant_id, title) select id, title from tenants, (values ('First'), ('Second')) v (title) order by id, title;
        insert into lines (tenant_id, note_id, body) select tenant_id, id, 'A line' from notes
          where title = (select case nextval('counter') when 1 then 'First' else 'Second' end);`,
      down: `delete from lines where body = 'A line'; delete from notes where title in ('First', 'Second');`,
    });
    expect(reapply?.verdict).toBe('failed');
    expect(reapply?.relations).toEqual(['public.lines']);
  });

  it('fails where the same keys are given to other rows, and a table of equal rows refers to them', async () => {
    const restart = (table: string) => `select setval(pg_get_serial_sequence('${table}', 'id'), 100000);`;
    const { reapply } = await checksOf({
      up: `${restart('notes')} ${restart('lines')}
        insert into notes (tenant_id, title) select id, title from tenants, (values ('First'), ('Second')) v (title)
          order by id, case (select nextval('counter')) when 1 then title else reverse(title) end;
        insert into lines (tenant_id, note_id, body) select distinct on (tenant_id) tenant_id, id, 'A line'
          from notes where title in ('First', 'Second') order by tenant_id, id;`,
      down: `delete from lines where body = 'A line'; delete from notes where title in ('First', 'Second');`,
    });
    expect(reapply?.verdict).toBe('failed');
    expect(reapply?.relations).toEqual(['public.lines']);
  });
});

/** The checks that compare with a clean run, of the tenant that has rows. */
async function checksOf({
  up,
  down,
}: {
  readonly up: string;
  readonly down: string;
}): Promise<Readonly<Record<string, CheckResult | undefined>>> {
  await using workspace = await workspaceWith({
    files: { ...project, 'migrations/0009_next.up.sql': up, 'migrations/0009_next.down.sql': down },
  });
  const files = (await openFolder(workspace.root)).files();
  const { tenants } = await testMigration(
    server,
    {
      project: loadProject(files),
      files,
      file: 'migrations/0009_next.up.sql',
      shapes: ['minimal', 'edge'],
      keep: false,
      evidenceFolder: undefined,
    },
    () => undefined,
  );
  const checks = tenants.find(({ name }) => name === 'edge')?.checks ?? [];
  const of = (id: CheckId) => checks.find((check) => check.id === id);
  return { interruption: of('interruption'), reapply: of('reapply') };
}
