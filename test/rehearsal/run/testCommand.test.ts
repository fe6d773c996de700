import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RehearsalResult } from '../../../server/src/rehearsal';
import { removeClusters } from '../../../server/src/rehearsal/engine';
import { bundlePath } from '../../protocol/support/bundle';
import { tenantsafe } from '../../protocol/support/commandLine';
import { workspaceWith } from '../../protocol/support/workspaceCopy';
import { leftoversOf, processesNaming, until } from '../engine/workbench';

/** A small product: the newest migration is right, `wrong.up.sql` beside the folder is not. */
const project = {
  'tenantsafe.yaml': [
    'version: 16',
    'tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, rls: "off" }',
    'migrations: [{ path: migrations, framework: plain }]',
    'fixtures: { tenants: { large: { rows: 500 } } }',
  ].join('\n'),
  'migrations/0001_base.up.sql': `
    create table tenants (id uuid primary key, name text not null);
    create table users (id bigint generated always as identity primary key, tenant_id uuid not null references tenants (id),
      email text not null, unique (tenant_id, email));
    create table notes (id bigint generated always as identity primary key, tenant_id uuid not null references tenants (id),
      user_id bigint not null references users (id), body text);`,
  'migrations/0001_base.down.sql': 'drop table notes; drop table users; drop table tenants;',
  'migrations/0002_title.up.sql': 'alter table notes add column title text;',
  'migrations/0002_title.down.sql': 'alter table notes drop column title;',
} as const;

const newest = 'migrations/0002_title.up.sql';
let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(path.join(tmpdir(), 'tenantsafe-command-'));
  await chmod(cache, 0o755);
  process.env['TENANTSAFE_CACHE'] = path.join(cache, 'cache');
});
afterAll(async () => {
  await removeClusters(path.join(cache, 'cache'));
  await rm(cache, { recursive: true, force: true });
});

describe('tenantsafe test', () => {
  it('gives the format of the contract and exits 0 when every tenant passes', async () => {
    await using workspace = await workspaceWith({ files: project });
    const { status, stdout } = await tenantsafe(['test', newest, '--format', 'json'], {
      cwd: workspace.root,
    });
    const result = JSON.parse(stdout) as RehearsalResult;
    expect(status).toBe(0);
    expect(result).toMatchObject({
      formatVersion: 1,
      migration: '0002_title.up.sql',
      rollback: '0002_title.down.sql',
      model: 'row',
      verdict: 'passed',
    });
    expect(result.tenants.map(({ name }) => name)).toEqual(['minimal', 'large', 'edge', 'legacy', 'empty']);
    expect(result.tenants.every(({ checks }) => checks.length === 14)).toBe(true);
    const added = result.statements.find(({ tenant, direction }) => tenant === '*' && direction === 'up');
    expect(added?.locks).toEqual([{ relation: 'public.notes', mode: 'ACCESS EXCLUSIVE' }]);
    expect(added?.predicted).toEqual({ agrees: true, differences: [] });
  });

  it('exits 1 when a tenant fails, naming check and tenant', async () => {
    await using workspace = await workspaceWith({
      files: {
        ...project,
        'next.up.sql': 'alter table notes add constraint one unique (tenant_id, user_id, body);',
      },
    });
    const { status, stdout } = await tenantsafe(['test', 'next.up.sql', '--tenants', 'minimal,edge'], {
      cwd: workspace.root,
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/rollback-apply on minimal: There is no rollback to run/);
  });

  it('takes a grant that was revoked again for undone, with a role that each trial makes anew', async () => {
    await using workspace = await workspaceWith({
      files: {
        ...project,
        'next.up.sql':
          'create role tenantsafe_test_reporting; grant select on notes to tenantsafe_test_reporting;',
        'next.down.sql':
          'revoke select on notes from tenantsafe_test_reporting; drop role tenantsafe_test_reporting;',
      },
    });
    const { status, stdout } = await tenantsafe(['test', 'next.up.sql', '--format', 'json'], {
      cwd: workspace.root,
    });
    const result = JSON.parse(stdout) as RehearsalResult;
    expect({ status, verdict: result.verdict }).toEqual({ status: 0, verdict: 'passed' });
    expect(result.tenants.find(({ name }) => name === 'legacy')?.rows).toBeGreaterThan(100);
  });

  it('keeps the migrated databases when asked, until they are dropped', async () => {
    await using workspace = await workspaceWith({ files: project });
    const { root: cwd } = workspace;
    const kept = await tenantsafe(['test', newest, '--tenants', 'empty', '--keep'], { cwd });
    expect(kept.status).toBe(0);
    const listed = await tenantsafe(['fixtures', 'list'], { cwd });
    expect(listed.stdout).toMatch(/^psql 'postgresql:.*_trial_empty'\n$/);
    expect(kept.stderr).toContain(listed.stdout.trim());
    expect((await tenantsafe(['fixtures', 'drop'], { cwd })).status).toBe(0);
    expect((await tenantsafe(['fixtures', 'list'], { cwd })).stdout).toBe('');
    await until('the kept server has ended', async () => (await processesNaming(cache)).length === 0);
  });

  it('refuses what needs more rights than a migration should have, as a failed apply', async () => {
    await using workspace = await workspaceWith({
      files: {
        ...project,
        'next.up.sql': "copy notes (body) from program 'id';",
        'next.down.sql': 'select 1;',
      },
    });
    const { status, stdout } = await tenantsafe(
      ['test', 'next.up.sql', '--tenants', 'empty', '--format', 'json'],
      {
        cwd: workspace.root,
      },
    );
    const [apply] = (JSON.parse(stdout) as RehearsalResult).tenants[0]?.checks ?? [];
    expect(status).toBe(1);
    expect(apply).toMatchObject({ id: 'apply', verdict: 'failed', statement: 0 });
    expect(apply?.message).toContain('needs a right that the migration role does not have');
  });
});

describe('bad input', () => {
  const many = `-- ${'x'.repeat(98)}\n`.repeat(100_000);
  it.each([
    { what: 'an empty file', files: { 'next.up.sql': '' }, says: /next\.up\.sql is empty/ },
    { what: 'a file of 10 MB without a statement', files: { 'next.up.sql': many }, says: /no statement/ },
    {
      what: 'invalid UTF-8',
      files: { 'next.up.sql': new Uint8Array([0x2d, 0x2d, 0xff]) },
      says: /not valid UTF-8 \(line 1\)/,
    },
    {
      what: 'a policy with a typo',
      files: { 'next.up.sql': 'select 1;', 'tenantsafe.yaml': 'tennancy: { model: row }' },
      says: /tenantsafe\.yaml:1:1: .*tennancy/,
    },
    {
      what: 'a server that is not on this machine',
      files: {
        'next.up.sql': 'select 1;',
        'tenantsafe.yaml': 'fixtures: { server: "postgresql://db.example.com/app" }',
      },
      says: /db\.example\.com/,
    },
    {
      what: 'a history that does not replay',
      files: {
        'next.up.sql': 'select 1;',
        'migrations/0001_base.up.sql': 'create table notes (id no_such_type);',
      },
      says: /history cannot be replayed: migrations\/0001_base\.up\.sql, statement 1/,
    },
  ])('answers $what with one sentence and exit status 2', async ({ files, says }) => {
    await using workspace = await workspaceWith({ files: { ...project, ...files } });
    const { status, stdout, stderr } = await tenantsafe(['test', 'next.up.sql'], { cwd: workspace.root });
    expect(stderr).toMatch(says);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('names the tenants there are when one is unknown', async () => {
    await using workspace = await workspaceWith({ files: project });
    const { status, stderr } = await tenantsafe(['test', newest, '--tenants', 'tiny'], {
      cwd: workspace.root,
    });
    expect(status).toBe(2);
    expect(stderr).toContain('There is no tenant "tiny": choose among minimal, large, edge, legacy, empty.');
  });
});

describe('ending the command early', () => {
  const moments = [
    { signal: 'SIGKILL', after: 'Starting PostgreSQL' },
    { signal: 'SIGKILL', after: 'Filling tenant large' },
    { signal: 'SIGKILL', after: 'Testing tenant edge' },
    { signal: 'SIGINT', after: 'Filling tenant edge' },
    { signal: 'SIGTERM', after: 'Testing all tenants together' },
  ] as const;

  it.each(moments)(
    'by $signal after "$after" leaves nothing, and the next run is right',
    async ({ signal, after }) => {
      await using workspace = await workspaceWith({ files: project });
      await removeClusters(path.join(cache, 'cache'));
      const child = spawn(process.execPath, [bundlePath('cli'), 'test', newest], {
        cwd: workspace.root,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes(after)) child.kill(signal);
      });
      const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
      expect(said).toContain(after);
      if (signal !== 'SIGKILL') expect(status).toBe(130);
      await until('no process and no temporary folder is left', async () => {
        const processes = await processesNaming(cache);
        return processes.length === 0 && (await leftoversOf(path.join(cache, 'cache'))).length === 0;
      });
      expect((await tenantsafe(['test', newest], { cwd: workspace.root })).status).toBe(0);
    },
  );
});
