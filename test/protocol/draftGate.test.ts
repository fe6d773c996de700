import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkDraftRequest, type CheckDraftResult } from '../../server/src/doors/lsp/protocol';
import { draftOf, type WrittenPhase } from '../drafts/notation';
import { startServer } from './support/languageServer';
import { workspaceWith } from './support/workspaceCopy';

const score: WrittenPhase = {
  expand: ['ALTER TABLE accounts ADD COLUMN score integer'],
  rollback: ['ALTER TABLE accounts DROP COLUMN score'],
};

describe('tenantsafe/checkDraft', () => {
  it('gives the files of a draft that passes, and writes none of them', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using server = await startServer([pathToFileURL(workspace.root).href]);
    const result = await server.connection.sendRequest<CheckDraftResult>(checkDraftRequest, {
      uri: pathToFileURL(workspace.root).href,
      draft: draftOf({ name: 'add score', phases: [score] }),
    });
    expect(result.gate).toMatchObject({ formatVersion: 1, verdict: 'accepted' });
    const files = result.files.map(({ uri }) => path.relative(workspace.root, fileURLToPath(uri)));
    expect(files).toEqual(['db/migrations/V0039__add_score.sql', 'db/migrations/U0039__add_score.sql']);
    expect(files.filter((file) => existsSync(path.join(workspace.root, file)))).toEqual([]);
    expect(result).toMatchObject({ facts: [], questions: [] });
  });

  it('puts the first migration below the block that asked for it', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    const asking = 'db/migrations/V0039__score.sql';
    const block =
      '/* tenantsafe:draft add-nullable-column@1\n   table: accounts\n   column: score integer\n*/\n';
    await workspace.write(asking, block);
    await using server = await startServer([pathToFileURL(workspace.root).href]);
    const { gate, files } = await server.connection.sendRequest<CheckDraftResult>(checkDraftRequest, {
      uri: workspace.uriOf(asking),
      draft: draftOf({ name: 'add score', phases: [score] }),
    });
    expect(gate.verdict).toBe('accepted');
    expect(files.map(({ uri }) => path.relative(workspace.root, fileURLToPath(uri)))).toEqual([
      asking,
      'db/migrations/U0039__score.sql',
    ]);
    expect(files[0]?.text.startsWith(block.trimEnd())).toBe(true);
  });

  it('rejects a repair that weakens what it repairs, with facts for the model', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using server = await startServer([pathToFileURL(workspace.root).href]);
    const lossy = { expand: score.expand ?? [], rollback: score.rollback ?? [], lossy: 'scores' };
    const { gate, facts } = await server.connection.sendRequest<CheckDraftResult>(checkDraftRequest, {
      uri: pathToFileURL(path.join(workspace.root, 'tenantsafe.yaml')).href,
      draft: draftOf({ name: 'add score', phases: [lossy] }),
      repairs: draftOf({ name: 'add score', phases: [score] }),
    });
    expect(gate.verdict).toBe('rejected');
    expect(facts).toEqual([
      'policy error draft-repair-weakens at phases[0].rollback: The rollback was exact and is lossy now, which no finding had asked for.',
    ]);
  });

  it('answers what is no draft at all', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using server = await startServer([pathToFileURL(workspace.root).href]);
    const { gate, files } = await server.connection.sendRequest<CheckDraftResult>(checkDraftRequest, {
      uri: pathToFileURL(workspace.root).href,
      draft: 'DROP TABLE accounts',
    });
    expect(gate.stages[0]).toMatchObject({ stage: 'parse', verdict: 'failed' });
    expect(files).toEqual([]);
  });
});
