import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  migrationRecordRequest,
  recordDraftRequest,
  type MigrationRecordResult,
  type RecordDraftResult,
  type WireDraftRecord,
} from '../../server/src/doors/lsp/protocol';
import { tenantsafe } from './support/commandLine';
import { startServer } from './support/languageServer';
import { workspaceWith, type WorkspaceCopy } from './support/workspaceCopy';

const up = 'db/migrations/V0039__add_score.sql';
const down = 'db/migrations/U0039__add_score.sql';
const generated = 'ALTER TABLE accounts ADD COLUMN score integer;\n';

function recordIn(workspace: WorkspaceCopy, decision: WireDraftRecord['decision']): WireDraftRecord {
  const hash = 'a'.repeat(64);
  return {
    prompt: {
      snippet: { id: 'add-nullable-column', version: 1, sha256: hash },
      inputs: { table: 'accounts' },
      instructions: 'Rules.',
      schema: null,
      request: 'Add score to accounts.',
      answerSchema: {},
      model: 'claude-sonnet-5-5',
      repairs: 2,
      sha256: hash,
      schemaSha256: hash,
      policySha256: hash,
    },
    provider: 'anthropic',
    model: 'claude-sonnet-5-5',
    rounds: [
      {
        requestId: 'req_1',
        answerSha256: hash,
        stopReason: 'end_turn',
        usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 },
        gate: { formatVersion: 1, verdict: 'accepted', stages: [] },
      },
    ],
    decision,
    draft: {
      title: 'Add score',
      intent: 'Accounts get a score.',
      tenancy: 'row',
      phases: [
        {
          phase: 'expand',
          transactional: true,
          statements: ['ALTER TABLE accounts ADD COLUMN score integer'],
          verify: [],
          rollback: {
            kind: 'exact',
            statements: ['ALTER TABLE accounts DROP COLUMN score'],
            dataLossReason: null,
          },
          compatibility: 'Old code runs on.',
        },
      ],
      assumptions: [],
      questions: [],
      tablesTouched: ['public.accounts'],
      estimates: [],
    },
    files: [
      { uri: workspace.uriOf(up), text: generated, phase: 0, direction: 'up' },
      {
        uri: workspace.uriOf(down),
        text: 'ALTER TABLE accounts DROP COLUMN score;\n',
        phase: 0,
        direction: 'down',
      },
    ],
  };
}

describe('records of drafts', () => {
  it('are written with the migration, follow what people change, and become one document', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await workspace.write(up, `${generated}COMMENT ON COLUMN accounts.score IS 'ours';\n`);
    await using server = await startServer([workspace.uri]);
    const record = recordIn(workspace, 'accepted');
    const { uris } = await server.connection.sendRequest<RecordDraftResult>(recordDraftRequest, {
      uri: workspace.uri,
      record,
    });
    expect(uris).toEqual([workspace.uriOf('.tenantsafe/evidence/V0039__add_score/draft.json')]);
    const written = await server.connection.sendRequest<MigrationRecordResult>(migrationRecordRequest, {
      uri: workspace.uriOf(up),
    });
    const text = readFileSync(fileURLToPath(written.uri), 'utf8');
    expect(text).toContain("+COMMENT ON COLUMN accounts.score IS 'ours';");
    expect(text).toContain('**Missing:** `db/migrations/U0039__add_score.sql` was generated');
    expect(text).toContain('**Missing:** the migration was not tested on fixture tenants.');
    expect(text).toContain('Old code runs on.');
  });

  it('of a rejected draft are a line of the log', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using server = await startServer([workspace.uri]);
    const record = recordIn(workspace, 'rejected');
    const { uris } = await server.connection.sendRequest<RecordDraftResult>(recordDraftRequest, {
      uri: workspace.uri,
      record,
    });
    expect(uris).toEqual([]);
    expect(existsSync(path.join(workspace.root, '.tenantsafe/evidence'))).toBe(false);
    const { stdout, status } = await tenantsafe(['drafts', 'stats', '--format', 'json'], {
      cwd: workspace.root,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      snippets: [{ snippet: 'add-nullable-column@1', drafts: 1, rejected: 1, inputTokens: 10 }],
    });
  });

  it('never leave the folder', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using server = await startServer([workspace.uri]);
    const record = recordIn(workspace, 'accepted');
    const files = record.files.map((file) => ({ ...file, uri: `${workspace.uri}/../elsewhere/V1__x.sql` }));
    const refused = server.connection.sendRequest(recordDraftRequest, {
      uri: workspace.uri,
      record: { ...record, files },
    });
    await expect(refused).rejects.toThrow('lies outside of the workspace folder');
    expect(existsSync(path.join(workspace.root, '.tenantsafe'))).toBe(false);
  });
});

it('drafts record writes the document from the command line', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  const file = 'db/migrations/V0038__subscription_cancellation.sql';
  const { stdout, status } = await tenantsafe(['drafts', 'record', file], { cwd: workspace.root });
  expect([status, stdout]).toEqual([0, '.tenantsafe/evidence/V0038__subscription_cancellation/record.md\n']);
});
