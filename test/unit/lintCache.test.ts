import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rememberingFindings } from '../../server/src/doors/cli/lintCache';
import { lintProject, type LintOutcome, type LintRequest } from '../../server/src/doors/cli/lintProject';
import { openFolder } from '../../server/src/doors/files';
import { loadPostgresParser } from '../../server/src/sql';
import { createRandom, type Random } from '../fuzz/random';
import { workspaceWith, type WorkspaceCopy } from '../protocol/support/workspaceCopy';

beforeAll(loadPostgresParser);

const project = {
  files: {
    'db/V1__tables.sql':
      'create table tenants (id uuid primary key);\ncreate table accounts (id bigint primary key, tenant_id uuid not null references tenants (id), name text);\n',
    'db/V2__index.sql': 'create index accounts_name on accounts (name);\n',
    'tenantsafe.yaml': 'migrations: [{ path: db, framework: flyway }]\n',
  },
} as const;

const request: LintRequest = { given: [], changed: undefined, config: undefined, today: '2030-01-01' };

interface Run {
  readonly outcome: LintOutcome;
  readonly isFromCache: boolean;
}

/** Lints a project as a process does that has just started. */
async function lintOf(
  { root }: WorkspaceCopy,
  {
    cache = path.join(root, '.cache'),
    build = 'this build',
    ...changes
  }: Partial<LintRequest & CachedBy> = {},
): Promise<Run> {
  const folder = await openFolder(root);
  const asked = { ...request, ...changes };
  let isFromCache = true;
  const outcome = await rememberingFindings(
    cache,
    { root, request: { ...asked, build } },
    folder.files(),
    (files) => {
      isFromCache = false;
      return lintProject(folder, files, asked);
    },
  );
  return { outcome, isFromCache };
}

interface CachedBy {
  readonly cache: string;
  readonly build: string;
}

async function entryOf({ root }: WorkspaceCopy): Promise<string> {
  const [entry, ...others] = await readdir(path.join(root, '.cache'));
  expect(others).toEqual([]);
  return path.join(root, '.cache', entry ?? 'nothing');
}

describe('what is remembered', () => {
  it('is found again without linting', async () => {
    await using workspace = await workspaceWith(project);
    const first = await lintOf(workspace);
    expect(first.outcome.files.flatMap(({ findings }) => findings)).not.toEqual([]);
    expect(await lintOf(workspace)).toEqual({ outcome: first.outcome, isFromCache: true });
  });

  it.each<[string, Partial<LintRequest & CachedBy>]>([
    ['another day', { today: '2030-01-02' }],
    ['another build', { build: 'another build' }],
    ['another selection', { given: [{ written: 'db', path: 'db', isFolder: true }] }],
    ['other changed files', { changed: ['db/V2__index.sql'] }],
    ['another policy file', { config: 'other.yaml' }],
  ])('does not hold for %s', async (_title, changes) => {
    await using workspace = await workspaceWith(project);
    await workspace.write('other.yaml', project.files['tenantsafe.yaml']);
    await lintOf(workspace);
    expect((await lintOf(workspace, changes)).isFromCache).toBe(false);
  });

  it('does not hold when a file comes that was looked for in vain', async () => {
    await using workspace = await workspaceWith(project);
    await lintOf(workspace);
    await workspace.write('db/V2__index.sql.conf', 'executeInTransaction=false\n');
    expect((await lintOf(workspace)).isFromCache).toBe(false);
  });

  it('holds when a file changes that nobody looks at', async () => {
    await using workspace = await workspaceWith({ files: { ...project.files, 'src/main.ts': 'one' } });
    await lintOf(workspace);
    await workspace.write('src/main.ts', 'another');
    expect((await lintOf(workspace)).isFromCache).toBe(true);
  });

  it('is what linting finds, after any edits', async () => {
    await using workspace = await workspaceWith(project);
    const random = createRandom(7);
    for (let round = 0; round < 60; round++) {
      await edit(workspace, random);
      const cold = await lintOf(workspace, { cache: path.join(workspace.root, '.nothing', String(round)) });
      const repeated = [await lintOf(workspace), await lintOf(workspace)];
      expect(cold.isFromCache).toBe(false);
      expect(repeated.map(({ outcome }) => JSON.stringify(outcome))).toEqual(
        repeated.map(() => JSON.stringify(cold.outcome)),
      );
      expect(repeated[1]?.isFromCache).toBe(true);
    }
  });
});

describe('a cache that cannot be used', () => {
  it.each<[string, (content: string) => string]>([
    ['cut short', (content) => content.slice(0, -100)],
    ['changed in one letter', (content) => content.replace('accounts', 'accomnts')],
    ['empty', () => ''],
    ['something else', () => '{}\n{}\n{}'],
  ])('is as good as none: an entry %s', async (_title, damage) => {
    await using workspace = await workspaceWith(project);
    const { outcome } = await lintOf(workspace);
    const entry = await entryOf(workspace);
    await writeFile(entry, damage(await readFile(entry, 'utf8')));
    expect(await lintOf(workspace)).toEqual({ outcome, isFromCache: false });
    expect((await lintOf(workspace)).isFromCache).toBe(true);
  });

  it('is as good as none: a folder that is a file', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write('.cache', 'a file');
    await lintOf(workspace);
    expect((await lintOf(workspace)).isFromCache).toBe(false);
  });

  it('is none that runs at the same time leave behind', async () => {
    await using workspace = await workspaceWith(project);
    const runs = await Promise.all(Array.from({ length: 8 }, () => lintOf(workspace)));
    expect(new Set(runs.map(({ outcome }) => JSON.stringify(outcome))).size).toBe(1);
    await entryOf(workspace);
    expect((await lintOf(workspace)).isFromCache).toBe(true);
  });

  it('loses entries that no run can use any more, and nothing else', async () => {
    await using workspace = await workspaceWith(project);
    await lintOf(workspace);
    const entry = await entryOf(workspace);
    const ofAnother = entry.replace(/[0-9a-f]{64}/, '0'.repeat(64));
    await rename(entry, ofAnother);
    const foreign = path.join(workspace.root, '.cache', 'notes.json');
    await writeFile(foreign, 'mine');
    const longAgo = new Date('2000-01-01');
    for (const file of [ofAnother, foreign]) await utimes(file, longAgo, longAgo);
    await lintOf(workspace);
    expect((await readdir(path.dirname(entry))).sort()).toEqual(['notes.json', path.basename(entry)]);
  });
});

const statements = [
  'alter table accounts add column note text;',
  'alter table accounts alter column name set not null;',
  'create index on accounts (tenant_id);',
  'drop table accounts;',
  '-- tenantsafe-ignore pg-index-not-concurrent: small\ncreate index on accounts (name);',
  'update accounts set name = 1;',
  'not sql;',
  'create table orders (id int primary key, tenant_id uuid not null);',
];
const policies = ['', 'version: 14\n', 'baseline: 1\n', 'rules: { pg-index-not-concurrent: error }\n'];

/** Something that happens to a project between two runs. */
async function edit(workspace: WorkspaceCopy, random: Random): Promise<void> {
  const folder = path.join(workspace.root, 'db');
  await mkdir(folder, { recursive: true });
  const present = (await readdir(folder)).sort();
  const some = present.length === 0 ? 'V1__some.sql' : random.among(present);
  const file = path.join(folder, some);
  const kinds = [
    () => writeFile(file, `${random.among(statements)}\n`, { flag: 'a' }),
    () => writeFile(file, `${random.among(statements)}\n`),
    () => workspace.write(`db/V${1 + random.below(9)}__new.sql`, random.among(statements)),
    () => workspace.write(`db/${some}.conf`, 'executeInTransaction=false\n'),
    () => rm(file, { force: true }),
    () =>
      present.length === 0 ? undefined : rename(file, path.join(folder, `V${random.below(9)}__named.sql`)),
    () => workspace.write('tenantsafe.yaml', `${project.files['tenantsafe.yaml']}${random.among(policies)}`),
  ];
  await random.among(kinds)();
}
