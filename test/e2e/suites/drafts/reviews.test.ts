import * as assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import { finding, open } from '../support';
import { asked, page, play, press, useEditorModel } from './window';

const migration = 'db/proposed/V0103__collections.sql';

suite('Review Migration with AI', () => {
  suiteSetup(useEditorModel);

  test('shows the exact prompt first, and sends nothing where the person would rather not', async () => {
    const document = await open(migration);
    await finding(document, 'pg-index-not-concurrent');
    await play({ call: { claims: [], statements: [] } });
    const reviewed = vscode.commands.executeCommand('tenantsafe.reviewMigration', document.uri);
    await press('Do Not Send');
    assert.equal(await reviewed, undefined);
    const prompt = await page('Prompt.md');
    assert.match(prompt, /pg-index-not-concurrent \(warning\) in line \d+/);
    assert.match(prompt, /create index/);
    assert.deepEqual(await asked(), []);
  });

  test('keeps claims with a fact, drops the others, and asks about the project once', async () => {
    const document = await open(migration);
    await finding(document, 'pg-index-not-concurrent');
    const claims = [
      { text: 'Writers wait while the index is built.', facts: [0] },
      { text: 'Customers will love it.', facts: [] },
      { text: 'It takes an hour.', facts: [99] },
    ];
    await play({ call: { claims, statements: [] } }, { text: '```json\n{"claims":[],"statements":[]}\n```' });
    const first = vscode.commands.executeCommand<string>('tenantsafe.reviewMigration', document.uri);
    await press('Send');
    const text = await first;
    assert.match(text, /Writers wait while the index is built\. \(1\)/);
    assert.match(text, /2 claims were left out/);
    assert.doesNotMatch(text, /love|hour/);
    const second = await vscode.commands.executeCommand<string>('tenantsafe.reviewMigration', document.uri);
    assert.match(second, /claimed nothing that the facts bear out/);
    assert.equal((await asked()).length, 2);
  });
});
