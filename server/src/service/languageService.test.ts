import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { createLanguageService } from './languageService';
import { workspaceOf } from './testWorkspace';

beforeAll(loadPostgresParser);

const path = 'migrations/0002_next.up.sql';
const history = {
  'migrations/0001_tables.up.sql':
    'create table tenants (id uuid primary key);\ncreate table accounts (id uuid primary key, tenant_id uuid not null references tenants (id), name text);',
  'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;',
  'migrations/0002_next.down.sql': 'alter table accounts drop column plan;',
};
const index = 'create index accounts_name on accounts (name);';

const explain = (sql: string, file = path) =>
  createLanguageService().explain(workspaceOf({ ...history, [path]: sql }), file);

describe('severity', () => {
  it.each([
    ['the policy decides', 'pg-index-not-concurrent: error', ['error']],
    ['off is not asked', 'pg-index-not-concurrent: off', []],
  ])('%s', (_title, rules, expected) => {
    const policy = `rules: { ${rules} }`;
    const workspace = workspaceOf({ ...history, [path]: index, 'tenantsafe.yaml': policy });
    const { findings } = createLanguageService().lint(workspace, path);
    const found = findings.filter(({ rule }) => rule === 'pg-index-not-concurrent');
    expect(found.map(({ severity }) => severity)).toEqual(expected);
  });
});

describe('explanations', () => {
  it('leave out what the file itself made', () => {
    const { statements } = explain(
      'create table notes (id int);\nalter table notes add column text text;\nalter table notes rename to remarks;\ncreate index on remarks (id);',
    );
    expect(statements.map(({ locks }) => locks)).toEqual([[], [], [], []]);
    expect(statements.map(({ createdHere }) => createdHere)).toEqual([
      ['public.notes'],
      ['public.notes'],
      ['public.notes'],
      ['public.remarks'],
    ]);
  });

  it('of a rollback start from the schema after its migration', () => {
    const { statements } = explain(
      'alter table accounts add column plan text;',
      'migrations/0002_next.down.sql',
    );
    expect(statements[0]).toMatchObject({
      kind: 'ALTER TABLE … DROP COLUMN',
      dataLoss: true,
      locks: [{ relation: 'public.accounts', mode: 'ACCESS EXCLUSIVE', blocks: ['reads', 'writes'] }],
    });
  });

  it('leave out what does not parse, and say where it is', () => {
    const { statements, errors } = explain('selec 1;\nselect 1;');
    expect(statements.map((statement) => statement.index)).toEqual([1]);
    expect(errors).toMatchObject([{ kind: 'syntax', range: { start: { line: 0, character: 0 } } }]);
  });
});

describe('large files', () => {
  const large = `${'-- data\n'.repeat(300_000)}${index}`;

  it('are answered with one notice', () => {
    const workspace = workspaceOf({ ...history, [path]: large });
    const { findings, errors } = createLanguageService().lint(workspace, path);
    expect(findings).toEqual([]);
    expect(errors).toMatchObject([{ kind: 'tooLarge' }]);
  });

  it('in the history leave a mark that something is not known', () => {
    const service = createLanguageService();
    const next = 'migrations/0003_next.up.sql';
    const workspace = workspaceOf({ ...history, [path]: large, [next]: index });
    expect(service.lint(workspace, next).errors).toEqual([]);
    expect(service.lint(workspace, next).findings).not.toEqual([]);
  });
});

describe('suppression edits', () => {
  const insertFor = (sql: string) => {
    const service = createLanguageService();
    const workspace = workspaceOf({ ...history, [path]: sql });
    const finding = service
      .lint(workspace, path)
      .findings.find(({ rule }) => rule === 'pg-index-not-concurrent');
    if (finding === undefined) throw new Error('The index is not found.');
    return service.ignoreEdits(workspace, path, finding);
  };

  it('keep the indentation of the statement', () => {
    expect(insertFor(`select 1;\n  ${index}`).line).toMatchObject({
      range: { start: { line: 1, character: 0 } },
      newText: '  -- tenantsafe-ignore pg-index-not-concurrent: \n',
    });
  });

  it('come after the statement before on the same line', () => {
    expect(insertFor(`select 1; ${index}`).line).toMatchObject({
      range: { start: { line: 0, character: 10 } },
      newText: '\n-- tenantsafe-ignore pg-index-not-concurrent: \n',
    });
  });

  it('keep the line breaks of the file', () => {
    expect(insertFor(`select 1;\r\n${index}\r\n`).file?.newText).toMatch(/: \r\n$/);
  });
});

describe('lenses and outlines', () => {
  const ask = (sql: string) => ({
    service: createLanguageService(),
    workspace: workspaceOf({ ...history, [path]: sql }),
  });

  it('name the strongest lock and how many relations have it', () => {
    const { service, workspace } = ask(
      `${index} alter table accounts add column a int; alter table tenants add column a int;`,
    );
    expect(service.codeLenses(workspace, path).map(({ title }) => title)).toEqual([
      'Test on Fixture Tenants',
      'ACCESS EXCLUSIVE on public.accounts and 1 more, blocks reads and writes',
    ]);
  });

  it('say when nothing is locked', () => {
    const { service, workspace } = ask('select 1;');
    expect(service.codeLenses(workspace, path).map(({ title }) => title)).toContain(
      'Locks no existing table',
    );
  });

  it('list statements with what they are about', () => {
    const { service, workspace } = ask(`${index}\nselec;`);
    expect(service.outline(workspace, path).map(({ name }) => name)).toEqual([
      'CREATE INDEX public.accounts',
      'not understood',
    ]);
  });
});
