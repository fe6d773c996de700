import { execFile } from 'node:child_process';
import { chmod, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tenantsafe } from './support/commandLine';
import { workspaceWith, type WorkspaceCopy } from './support/workspaceCopy';

const run = promisify(execFile);

const indexFile = 'migrations/0002_index.up.sql';
const project = {
  files: {
    'migrations/0001_tables.up.sql':
      'create table tenants (id uuid primary key);\ncreate table accounts (id bigint primary key, tenant_id uuid not null references tenants (id), name text);\n',
    'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;\n',
    [indexFile]: "set lock_timeout = '2s';\ncreate index accounts_name on accounts (name);\n",
    'migrations/0002_index.down.sql': "set lock_timeout = '2s';\ndrop index accounts_name;\n",
    'tenantsafe.yaml': 'baseline: "0001"\n',
  },
} as const;

interface LintOutput {
  readonly formatVersion: number;
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly { readonly rule: string; readonly suppressed: unknown }[];
    readonly errors: readonly { readonly message: string }[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

async function lintJson(
  workspace: WorkspaceCopy,
  ...options: readonly string[]
): Promise<{ readonly status: number | null; readonly output: LintOutput; readonly stderr: string }> {
  const { status, stdout, stderr } = await tenantsafe(['lint', '--format', 'json', ...options], {
    cwd: workspace.root,
  });
  return { status, stderr, output: JSON.parse(stdout) as LintOutput };
}

const rulesIn = (output: LintOutput, file: string) =>
  output.files.find(({ path: found }) => found === file)?.findings.map(({ rule }) => rule);

describe('lint', () => {
  it('gives the format of the contract', async () => {
    await using workspace = await workspaceWith(project);
    const { status, output } = await lintJson(workspace);
    expect(status).toBe(0);
    expect(output).toMatchObject({
      formatVersion: 1,
      files: [
        {
          path: indexFile,
          engine: 'postgresql',
          framework: 'plain',
          errors: [],
        },
        { path: 'migrations/0002_index.down.sql' },
      ],
      summary: { error: 0, warning: expect.any(Number) as number, suppressed: 0 },
    });
    const [file] = output.files;
    expect(file?.findings.find(({ rule }) => rule === 'pg-index-not-concurrent')).toMatchObject({
      severity: 'warning',
      docs: expect.stringMatching(/^https:.*pg-index-not-concurrent\.md$/) as string,
      range: { start: { line: 1, character: 0 } },
      relations: ['public.accounts'],
      suppressed: null,
    });
  });

  it.each([
    ['findings below error are no failure', [], 'warning', 0],
    ['a finding at error is', [], 'error', 1],
    ['too many warnings are', ['--max-warnings', '0'], 'warning', 1],
    ['as many warnings as allowed are not', ['--max-warnings', '9'], 'warning', 0],
  ])('%s', async (_title, options, severity, expected) => {
    await using workspace = await workspaceWith(project);
    await workspace.write(
      'tenantsafe.yaml',
      `baseline: "0001"\nrules: { pg-index-not-concurrent: ${severity} }\n`,
    );
    expect((await lintJson(workspace, ...options)).status).toBe(expected);
  });

  it('counts an exception of the policy as suppressed until it expires', async () => {
    await using workspace = await workspaceWith(project);
    const exception = (expires: string) =>
      `baseline: "0001"\nrules: { pg-index-not-concurrent: error }\nexceptions:\n  - rule: pg-index-not-concurrent\n    file: ${indexFile}\n    reason: small\n    expires: ${expires}\n`;
    await workspace.write('tenantsafe.yaml', exception('2999-12-31'));
    const valid = await lintJson(workspace);
    expect(valid.status).toBe(0);
    expect(valid.output.summary['suppressed']).toBe(1);
    await workspace.write('tenantsafe.yaml', exception('2001-01-01'));
    const expired = await lintJson(workspace);
    expect(expired.status).toBe(1);
    expect(rulesIn(expired.output, 'tenantsafe.yaml')).toEqual(['exception-expired']);
  });

  it('lints only what changed since a revision, new files included', async () => {
    await using workspace = await workspaceWith(project);
    const git = (...options: readonly string[]) =>
      run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...options], {
        cwd: workspace.root,
      });
    await git('init', '--quiet');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'history');
    expect((await lintJson(workspace, '--since', 'HEAD')).output.files).toEqual([]);
    await workspace.write('migrations/0003_more.up.sql', 'create index accounts_more on accounts (name);\n');
    const { output } = await lintJson(workspace, '--since', 'HEAD');
    expect(output.files.map(({ path: file }) => file)).toEqual(['migrations/0003_more.up.sql']);
  });

  it.each([
    ['sarif', (text: string) => (JSON.parse(text) as { version: string }).version === '2.1.0'],
    ['github', (text: string) => text.includes(`::warning file=${indexFile},line=2,`)],
    [
      'junit',
      (text: string) => text.startsWith('<?xml') && text.includes('<testsuites name="tenantsafe lint"'),
    ],
    ['text', (text: string) => text.includes('pg-index-not-concurrent') && !text.includes('\u001b')],
  ])('writes %s', async (format, isRight) => {
    await using workspace = await workspaceWith(project);
    const { status, stdout } = await tenantsafe(['lint', '--format', format], { cwd: workspace.root });
    expect(status).toBe(0);
    expect(stdout).toSatisfy(isRight);
  });

  it('keeps what it found where it is told to, and says it again', async () => {
    await using workspace = await workspaceWith(project);
    const kept = () => readdir(path.join(workspace.root, '.kept')).catch(() => []);
    const anew = await lintJson(workspace, '--no-cache', '--cache-location', '.kept');
    expect(await kept()).toEqual([]);
    const first = await lintJson(workspace, '--cache-location', '.kept');
    expect(await kept()).toHaveLength(1);
    const again = await lintJson(workspace, '--cache-location', '.kept');
    expect([first, again]).toEqual([anew, anew]);
  });

  it('takes paths and reads the project of --cwd', async () => {
    await using workspace = await workspaceWith(project);
    const { status, stdout } = await tenantsafe(
      ['--cwd', workspace.root, 'lint', 'migrations', '--format', 'json'],
      { cwd: '/' },
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as LintOutput).files.map(({ path: file }) => file)).toContain(indexFile);
  });

  it('judges a file outside the folders as the next migration', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write('draft.sql', 'create index accounts_tenant on accounts (tenant_id);\n');
    const { output } = await lintJson(workspace, 'draft.sql');
    expect(rulesIn(output, 'draft.sql')).toContain('pg-index-not-concurrent');
  });

  it('reads another policy file with --config', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write('ci/strict.yaml', 'baseline: "0001"\nrules: { pg-index-not-concurrent: error }\n');
    expect((await lintJson(workspace, '--config', 'ci/strict.yaml')).status).toBe(1);
  });
});

describe('bad input gets one clear sentence', () => {
  const sentence = /^[^\n]+\n$/;

  it('an empty migration has no findings about its content', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write(indexFile, '');
    const { status, output } = await lintJson(workspace, indexFile);
    expect(status).toBe(0);
    expect(output.files[0]?.errors).toEqual([]);
  });

  it('broken SQL is an error at its place, and what follows is still judged', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write(indexFile, 'creat table x;\ncreate index accounts_name on accounts (name);\n');
    const { status, output } = await lintJson(workspace, indexFile);
    expect(status).toBe(1);
    expect(output.files[0]?.errors).toEqual([
      expect.objectContaining({
        message: 'syntax error at or near "creat"',
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } },
      }),
    ]);
    expect(rulesIn(output, indexFile)).toContain('pg-index-not-concurrent');
  });

  it('a 10 MB migration', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write(indexFile, 'insert into accounts values (1);\n'.repeat(320_000));
    const { status, output } = await lintJson(workspace, indexFile);
    expect(status).toBe(2);
    expect(output.files[0]?.errors[0]?.message).toMatch(/^migrations\/0002_index\.up\.sql has 10\.\d MB/);
  });

  it('invalid UTF-8', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write(indexFile, Buffer.from("select 1;\nselect 'caf\xe9';\n", 'latin1'));
    const { status, output } = await lintJson(workspace, indexFile);
    expect(status).toBe(2);
    expect(output.files[0]?.errors[0]?.message).toMatch(/not valid UTF-8 \(line 2\)/);
  });

  it.each([
    [
      'an unknown key of the policy',
      'tenancy:\n  tenantColum: tenant_id\n',
      /^tenantsafe: tenantsafe\.yaml:2:3: .*tenantColumn/,
    ],
    [
      'an unknown rule of the policy',
      'rules:\n  pg-index-not-concurent: off\n',
      /^tenantsafe: tenantsafe\.yaml:2:3: .*pg-index-not-concurrent/,
    ],
    ['a policy that is no YAML', 'rules: [\n', /^tenantsafe: tenantsafe\.yaml:\d+:\d+: /],
  ])('%s', async (_title, policy, expected) => {
    await using workspace = await workspaceWith(project);
    await workspace.write('tenantsafe.yaml', policy);
    const { status, stdout, stderr } = await tenantsafe(['lint'], { cwd: workspace.root });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(expected);
    expect(stderr).toMatch(sentence);
  });

  it.each([
    ['a path that is not there', ['lint', 'nowhere.sql'], /nowhere\.sql does not exist/],
    ['a folder without SQL', ['lint', 'empty'], /empty holds no SQL files/],
    ['a project folder that is not there', ['--cwd', '/nonexistent', 'lint'], /\/nonexistent cannot be read/],
    ['a revision without a repository', ['lint', '--since', 'HEAD'], /--since HEAD/],
    ['an unknown rule', ['rules', 'pg-no-such-rule'], /There is no rule "pg-no-such-rule"/],
    ['a policy that is already there', ['init'], /tenantsafe\.yaml is already there/],
    ['an unknown option', ['lint', '--formt', 'json'], /unknown option '--formt'/],
    ['an unknown format', ['lint', '--format', 'xml'], /Allowed choices are/],
    ['an unknown command', ['lnt'], /unknown command 'lnt'/],
    ['the language server without a transport', ['lsp'], /add --stdio/],
  ])('%s', async (_title, argumentList, expected) => {
    await using workspace = await workspaceWith(project);
    await workspace.write('empty/readme.txt', '');
    const { status, stdout, stderr } = await tenantsafe(argumentList, { cwd: workspace.root });
    expect(stderr).toMatch(expected);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('a migration folder without read permission', async () => {
    await using workspace = await workspaceWith(project);
    const folder = path.join(workspace.root, 'migrations');
    // Root reads everything, so that root runs the command as nobody.
    const options =
      process.getuid?.() === 0 ? { cwd: workspace.root, userId: 65534 } : { cwd: workspace.root };
    await chmod(workspace.root, 0o755);
    await chmod(folder, 0o000);
    try {
      const { status, stderr } = await tenantsafe(['lint'], options);
      expect(stderr).toMatch(/^tenantsafe: The folder migrations cannot be read \(permission denied\)/);
      expect(stderr).toMatch(sentence);
      expect(status).toBe(2);
    } finally {
      await chmod(folder, 0o755);
    }
  });
});

describe('the other commands', () => {
  it('explain gives the format of the contract', async () => {
    await using workspace = await workspaceWith(project);
    const { status, stdout } = await tenantsafe(['explain', indexFile, '--format', 'json'], {
      cwd: workspace.root,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      files: [
        {
          path: indexFile,
          transaction: 'per-file',
          statements: [
            { index: 0 },
            {
              index: 1,
              locks: [{ relation: 'public.accounts', mode: 'SHARE', blocks: ['writes'] }],
              rewrites: [],
              scans: ['public.accounts'],
              confidence: 'exact',
            },
          ],
        },
      ],
    });
  });

  it('explain --tenancy maps all tables after the whole history', async () => {
    await using workspace = await workspaceWith({
      files: {
        ...project.files,
        'migrations/0003_plans.up.sql':
          'create table plans (id int primary key);\nalter table accounts add plan_id int references plans (id);\nalter table accounts enable row level security;\n',
        'migrations/0003_plans.down.sql': 'alter table accounts drop plan_id;\ndrop table plans;\n',
      },
    });
    const cwd = { cwd: workspace.root };
    const text = await tenantsafe(['explain', '--tenancy'], cwd);
    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toContain(
      '  accounts  tenant-owned through tenant_id (uuid, NOT NULL) → tenants.id; RLS enabled; no policies\n',
    );
    expect(text.stdout).toContain('Shared tables (1)\n  plans');
    const json = await tenantsafe(['explain', '--tenancy', '--format', 'json'], cwd);
    expect(JSON.parse(json.stdout)).toMatchObject({
      formatVersion: 1,
      model: 'row',
      tenantColumns: ['tenant_id'],
      tenantTable: 'tenants',
      inferred: { reason: expect.any(String) as string },
      tables: [
        {
          relation: 'public.accounts',
          side: 'tenant',
          by: 'column',
          tenantColumn: { name: 'tenant_id', type: 'uuid', notNull: true },
          rowSecurity: { enabled: true, forced: false },
          policies: [],
        },
        { relation: 'public.tenants', side: 'tenant', by: 'being a tenant' },
        { relation: 'public.plans', side: 'shared', by: 'policy' },
      ],
    });
    const refused = await tenantsafe(['explain', '--tenancy', indexFile], cwd);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain(`leave out ${indexFile}`);
    expect((await tenantsafe(['explain'], cwd)).status).toBe(2);
  });

  it('explain says it to people as well', async () => {
    await using workspace = await workspaceWith(project);
    const { stdout } = await tenantsafe(['explain', indexFile], { cwd: workspace.root });
    expect(stdout).toContain('SHARE on public.accounts, blocks writes');
  });

  it('rules lists all and shows the page of one', async () => {
    const list = await tenantsafe(['rules', '--format', 'json'], { cwd: '/' });
    const { rules } = JSON.parse(list.stdout) as { rules: readonly { id: string }[] };
    expect(rules.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['pg-index-not-concurrent', 'suppression-unused']),
    );
    const page = await tenantsafe(['rules', 'pg-index-not-concurrent'], { cwd: '/' });
    expect(page.status).toBe(0);
    const source = path.resolve(import.meta.dirname, '../../docs/rules/pg-index-not-concurrent.md');
    expect(page.stdout).toBe(await readFile(source, 'utf8'));
  });

  it('init writes what it prints, and the policy holds', async () => {
    await using workspace = await workspaceWith({ files: { ...project.files, 'tenantsafe.yaml': '' } });
    const printed = await tenantsafe(['init', '--print'], { cwd: workspace.root });
    expect(printed.status).toBe(0);
    await using fresh = await workspaceWith({ sample: 'plain-pairs' });
    expect((await tenantsafe(['init'], { cwd: fresh.root })).status).toBe(0);
    const written = await readFile(path.join(fresh.root, 'tenantsafe.yaml'), 'utf8');
    expect(written).toContain('migrations:');
    expect((await tenantsafe(['lint'], { cwd: fresh.root })).stderr).toBe('');
  });

  it('lint says in one line what the history leaves open about tenants, until init has written it down', async () => {
    const others = [1, 2, 3, 4, 5, 6].map((number) => `CREATE TABLE t${number} (id int, made_at date);`);
    const history = `CREATE TABLE orgs (id int PRIMARY KEY); ${others.join(' ')}
      CREATE TABLE a (org_id int REFERENCES orgs); CREATE TABLE b (org_id int REFERENCES orgs);`;
    await using workspace = await workspaceWith({ files: { 'db/V1__a.sql': history } });
    const asking = await tenantsafe(['lint'], { cwd: workspace.root });
    expect(asking.stderr).toMatch(
      /^The migrations do not say clearly .* org_id is carried by 2 of 9 tables.*\n$/,
    );
    expect(asking.stdout).not.toContain('tenant-');
    expect((await tenantsafe(['init'], { cwd: workspace.root })).status).toBe(0);
    expect((await tenantsafe(['lint'], { cwd: workspace.root })).stderr).toBe('');
  });

  it('tells its version and helps', async () => {
    expect((await tenantsafe(['--version'], { cwd: '/' })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await tenantsafe(['--help'], { cwd: '/' })).status).toBe(0);
  });
});
