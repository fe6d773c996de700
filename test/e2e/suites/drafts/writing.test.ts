import * as assert from 'node:assert/strict';
import { setup, suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri, open } from '../support';
import { answer, asked, page, play, press, useEditorModel } from './window';

const asking = 'db/proposed/V0200__ask.sql';
const block = '/* tenantsafe:draft add-nullable-column@1\n   table: accounts\n   column: score integer\n*/\n';

/** What the command gives to key bindings and other extensions. */
interface DraftEnd {
  readonly decision: string;
  readonly uris: readonly string[];
}

const addScore = {
  title: 'Add score to accounts',
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
      compatibility: 'Code that does not know the column runs on.',
    },
  ],
  assumptions: [],
  questions: [],
  tablesTouched: ['public.accounts'],
  estimates: [],
};

const hallucinated = {
  ...addScore,
  phases: addScore.phases.map((phase) => ({
    ...phase,
    statements: ['ALTER TABLE acounts ADD COLUMN score integer'],
  })),
};

suite('Draft Migration', () => {
  suiteSetup(useEditorModel);

  setup(async () => {
    await vscode.workspace.fs.writeFile(fileUri(asking), Buffer.from(block));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(asking);
  });

  teardown(async () => {
    for (const file of await written()) await vscode.workspace.fs.delete(file);
    await vscode.workspace.fs.delete(fileUri(asking));
  });

  test('goes on below the block where that is all of the newest migration', async () => {
    const newest = 'db/migrations/V0039__level.sql';
    const inBlock = block.replaceAll('score', 'level');
    await vscode.workspace.fs.writeFile(fileUri(newest), Buffer.from(inBlock));
    await open(newest);
    await play({ call: JSON.parse(JSON.stringify(addScore).replaceAll('score', 'level')) as object });
    const draft = drafted(newest);
    await gatePage(/Add level to accounts: accepted by the gate/);
    await press('Accept');
    assert.equal((await draft).decision, 'accepted');
    const text = await textOf(fileUri(newest));
    assert.ok(text.startsWith(inBlock.trimEnd()), text);
    assert.match(text, /ADD COLUMN level integer/);
    assert.match(await textOf(fileUri('db/migrations/U0039__level.sql')), /DROP COLUMN level/);
  });

  test('writes nothing of a draft that the gate still rejects after its repairs', async () => {
    await play({ call: hallucinated }, { call: hallucinated }, { call: hallucinated });
    const draft = drafted();
    await gatePage(/rejected by the gate/);
    const requests = await asked();
    assert.equal(requests.length, 3);
    assert.match(requests[1]?.messages.at(-1) ?? '', /acounts/);
    await vscode.commands.executeCommand('tenantsafe.acceptDraft');
    assert.deepEqual(await written(), []);
    await vscode.commands.executeCommand('tenantsafe.rejectDraft');
    assert.equal((await draft).decision, 'rejected');
    assert.deepEqual(await written(), []);
  });

  test('asks in a form from the palette, and opens an accepted draft unsaved for editing', async () => {
    await play({ call: addScore });
    const draft = vscode.commands.executeCommand<DraftEnd>('tenantsafe.draftMigrationFromPrompt');
    await answer('Add a nullable column', 'Draft Migration from Prompt');
    await answer('accounts', '(1 of 5)');
    await answer('score integer', '(2 of 5)');
    await answer('', '(3 of 5)');
    await answer('nothing', '(4 of 5)');
    await answer('How good they pay.', '(5 of 5)');
    await gatePage(/Add score to accounts: accepted by the gate/);
    assert.match((await asked())[0]?.messages.join('\n') ?? '', /How good they pay\./);
    await vscode.commands.executeCommand('tenantsafe.editDraft');
    const { decision, uris } = await draft;
    assert.equal(decision, 'edited');
    assert.deepEqual(await written(), []);
    const unsaved = vscode.workspace.textDocuments.filter(({ isUntitled }) => isUntitled);
    assert.deepEqual(
      unsaved.map(({ uri }) => uri.path).sort(),
      uris.map((uri) => vscode.Uri.parse(uri).path).sort(),
    );
    assert.ok(unsaved.some((document) => document.getText().includes('ADD COLUMN score integer')));
    for (const document of unsaved) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  test("gives the model's questions to the person, and their answers to the model", async () => {
    await play(
      { call: { ...addScore, phases: [], questions: ['What does a score of 0 mean?'] } },
      { call: addScore },
    );
    const draft = drafted();
    await answer('It means unknown.');
    await gatePage(/accepted by the gate/);
    assert.match(
      (await asked())[1]?.messages.at(-1) ?? '',
      /What does a score of 0 mean\?\nAnswer: It means unknown\./,
    );
    await vscode.commands.executeCommand('tenantsafe.rejectDraft');
    assert.equal((await draft).decision, 'rejected');
  });

  test('ends when it is cancelled, without a draft', async () => {
    await play({ hang: true });
    const draft = drafted();
    await eventually('request to the model', async () => (await asked()).length === 1);
    await press('Cancel');
    assert.equal((await draft).decision, 'cancelled');
    assert.deepEqual(await written(), []);
  });

  // Not before the others: the editor keeps a removed file open for a while, and with it what it does to the schema.
  test('writes an accepted draft and its record, after the yes and not before', async () => {
    await play({ call: addScore });
    const draft = drafted();
    await gatePage(/Add score to accounts: accepted by the gate/);
    assert.deepEqual(await written(), []);
    await press('Accept');
    const { decision, uris } = await draft;
    assert.equal(decision, 'accepted');
    const files = await written();
    assert.equal(files.length, 2, files.join());
    assert.equal(uris.length, 2);
    const texts = await Promise.all(files.map(textOf));
    assert.ok(texts.some((text) => text.includes('ADD COLUMN score integer')));
    const [evidence] = await eventually('draft.json', async () => {
      const found = await evidenceFiles();
      return found.length > 0 && found;
    });
    assert.ok(evidence !== undefined);
    const record = JSON.parse(await textOf(evidence)) as Record<string, unknown>;
    assert.deepEqual(
      [record['decision'], record['provider'], record['model']],
      ['accepted', 'editor', 'fake-1'],
    );
    assert.equal(await textOf(fileUri(asking)), block);
  });

  test('logs what became of each, without a name of the schema', async () => {
    const log = await textOf(fileUri('.tenantsafe/drafts.log.jsonl'));
    const decisions = log
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { decision: string }).decision);
    assert.deepEqual(decisions, ['accepted', 'rejected', 'edited', 'rejected', 'accepted']);
    assert.doesNotMatch(log, /accounts|score|level/);
  });
});

function drafted(file = asking): Thenable<DraftEnd> {
  return vscode.commands.executeCommand<DraftEnd>('tenantsafe.draftMigration', fileUri(file), {
    line: 0,
    character: 5,
  });
}

/** The gate's page, once it says what is expected of the draft that waits for a decision. */
async function gatePage(expected: RegExp): Promise<void> {
  await eventually(`gate page with ${String(expected)}`, async () => {
    const text = await page('Draft.md');
    const isShown = vscode.window.visibleTextEditors.some(
      ({ document }) => document.uri.path === '/Draft.md',
    );
    return isShown && expected.test(text);
  });
}

function written(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles('db/migrations/*{0039,score}*.sql');
}

function evidenceFiles(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles('.tenantsafe/evidence/*/draft.json');
}

async function textOf(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
