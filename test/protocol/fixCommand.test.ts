import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tenantsafe } from './support/commandLine';
import { workspaceWith, type WorkspaceCopy } from './support/workspaceCopy';

const run = promisify(execFile);

const indexFile = 'migrations/0002_index.up.sql';
const indexed = "set lock_timeout = '2s';\ncreate index accounts_name on accounts (tenant_id, name);\n";
const project = {
  files: {
    'migrations/0001_tables.up.sql':
      'create table tenants (id uuid primary key);\ncreate table accounts (id bigint primary key, tenant_id uuid not null references tenants (id), name text);\n',
    'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;\n',
    [indexFile]: `${indexed}alter table accounts add column plan text;\n`,
    'migrations/0002_index.down.sql':
      "set lock_timeout = '2s';\nalter table accounts drop column plan;\ndrop index accounts_name;\n",
    'tenantsafe.yaml': 'baseline: "0001"\n',
  },
} as const;

async function textsOf(workspace: WorkspaceCopy): Promise<Readonly<Record<string, string>>> {
  const folder = path.join(workspace.root, 'migrations');
  const names = (await readdir(folder)).sort();
  const texts = names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

describe('tenantsafe fix', () => {
  it('writes what keeps the meaning, new migrations with their rollback included, and has nothing to do then', async () => {
    await using workspace = await workspaceWith(project);
    const before = await textsOf(workspace);
    const first = await tenantsafe(['fix', indexFile], { cwd: workspace.root });
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const fixed = await textsOf(workspace);
    const made = Object.keys(fixed).filter((name) => !(name in before));
    expect(made).toHaveLength(2);
    expect(made.map((name) => fixed[name]).join('\n')).toMatch(/create index concurrently/i);
    expect(fixed['0002_index.up.sql']).not.toMatch(/create index/i);
    expect(first.stdout.split('\n').filter((line) => line.endsWith(' is new'))).toHaveLength(2);

    const second = await tenantsafe(['fix', indexFile], { cwd: workspace.root });
    expect(second.stdout).toBe('');
    expect(second.stderr).toMatch(/^Nothing that may be fixed/);
    expect(await textsOf(workspace)).toEqual(fixed);
  });

  it('--dry-run writes nothing and prints a patch that git applies to the same end', async () => {
    await using workspace = await workspaceWith(project);
    await using fixed = await workspaceWith(project);
    await tenantsafe(['fix', indexFile], { cwd: fixed.root });
    const before = await textsOf(workspace);
    const { status, stdout } = await tenantsafe(['fix', '--dry-run', indexFile], { cwd: workspace.root });
    expect(status).toBe(0);
    expect(await textsOf(workspace)).toEqual(before);
    const patch = path.join(workspace.root, 'fixes.patch');
    await writeFile(patch, stdout);
    await run('git', ['apply', '--unsafe-paths', patch], { cwd: workspace.root });
    expect(await textsOf(workspace)).toEqual(await textsOf(fixed));
  });

  it('keeps the byte order mark, the line ends and the mode of a file', async () => {
    await using workspace = await workspaceWith(project);
    const file = path.join(workspace.root, indexFile);
    await writeFile(
      file,
      `\uFEFF${indexed.replaceAll('\n', '\r\n')}alter table accounts add column plan text;\r\n`,
    );
    await chmod(file, 0o640);
    expect((await tenantsafe(['fix', indexFile], { cwd: workspace.root })).status).toBe(0);
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/^\uFEFFset (local )?lock_timeout/i);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it('makes one new migration each when two files need one', async () => {
    await using workspace = await workspaceWith(project);
    await workspace.write(
      'migrations/0003_more.up.sql',
      "set lock_timeout = '2s';\ncreate index accounts_more on accounts (tenant_id);\nalter table accounts add column more text;\n",
    );
    await workspace.write(
      'migrations/0003_more.down.sql',
      "set lock_timeout = '2s';\nalter table accounts drop column more;\ndrop index accounts_more;\n",
    );
    const { status, stdout } = await tenantsafe(['fix', 'migrations'], { cwd: workspace.root });
    expect(status).toBe(0);
    const made = stdout.split('\n').filter((line) => line.endsWith('.up.sql is new'));
    expect(new Set(made).size).toBe(2);
  });

  it('says what it cannot read, and writes nothing', async () => {
    await using workspace = await workspaceWith(project);
    await writeFile(path.join(workspace.root, 'migrations/0003_bad.up.sql'), Buffer.from([0x2d, 0x2d, 0xff]));
    const before = await textsOf(workspace);
    const { status, stderr } = await tenantsafe(['fix', indexFile, 'migrations/0003_bad.up.sql'], {
      cwd: workspace.root,
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /0003_bad\.up\.sql is not valid UTF-8 \(line 1\): save it with the encoding UTF-8\.\n$/,
    );
    expect(await textsOf(workspace)).toEqual(before);
  });
});
