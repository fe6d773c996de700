import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RehearsalResult } from '../../../server/src/rehearsal';
import { removeClusters } from '../../../server/src/rehearsal/engine';
import { agentIn } from '../../protocol/support/agent';
import { workspaceWith } from '../../protocol/support/workspaceCopy';
import { processesNaming, until } from '../engine/workbench';

const files = {
  'tenantsafe.yaml': [
    'version: 16',
    'tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, rls: "off" }',
    'migrations: [{ path: migrations, framework: plain }]',
    'fixtures: { tenants: { large: { rows: 500 } } }',
  ].join('\n'),
  'migrations/0001_base.up.sql': `
    create table tenants (id uuid primary key, name text not null);
    create table notes (id bigint generated always as identity primary key, tenant_id uuid not null references tenants (id),
      body text);`,
  'migrations/0001_base.down.sql': 'drop table notes; drop table tenants;',
} as const;

/** Proposed only: neither file is ever on disk. */
const proposal = {
  file: 'migrations/0002_title.up.sql',
  sql: 'alter table notes add column title text;',
  rollback: 'alter table notes drop column title;',
};

let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(path.join(tmpdir(), 'tenantsafe-agent-'));
  await chmod(cache, 0o755);
  process.env['TENANTSAFE_CACHE'] = path.join(cache, 'cache');
});
afterAll(async () => {
  await removeClusters(path.join(cache, 'cache'));
  await rm(cache, { recursive: true, force: true });
});

describe('an agent', () => {
  it('has a proposal tested with its rollback, and hears how far it is', async () => {
    await using workspace = await workspaceWith({ files });
    await using agent = await agentIn(workspace.root);
    const steps: string[] = [];
    const answer = await agent.client.callTool(
      { name: 'test_on_fixture_tenants', arguments: { ...proposal, tenants: ['minimal', 'empty'] } },
      undefined,
      { timeout: 240_000, onprogress: ({ message }) => steps.push(message ?? '') },
    );
    const result = answer.structuredContent as RehearsalResult;
    expect(result).toMatchObject({
      migration: '0002_title.up.sql',
      rollback: '0002_title.down.sql',
      verdict: 'passed',
    });
    expect(result.tenants.map(({ name }) => name)).toEqual(['minimal', 'empty']);
    expect(steps[0]).toMatch(/^Starting PostgreSQL/);
    expect(steps).toContainEqual(expect.stringMatching(/tenant minimal: passed/));
    expect(existsSync(path.join(workspace.root, proposal.file))).toBe(false);
  });

  it('may leave in the middle of a test, and leaves no server behind', async () => {
    await using workspace = await workspaceWith({ files });
    await using agent = await agentIn(workspace.root);
    const leaving = new AbortController();
    const call = agent.client.callTool(
      { name: 'test_on_fixture_tenants', arguments: { ...proposal } },
      undefined,
      {
        timeout: 240_000,
        signal: leaving.signal,
        onprogress: ({ message }) => {
          if (message?.startsWith('Testing') === true) leaving.abort();
        },
      },
    );
    await expect(call).rejects.toThrow(/abort/i);
    await until('the fixture server has ended', async () => (await processesNaming(cache)).length === 0);
    const { tools } = await agent.client.listTools();
    expect(tools.length).toBeGreaterThan(0);
  });
});
