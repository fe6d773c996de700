import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri, finding, open } from '../support';

suite('in Restricted Mode', () => {
  test('the workspace is not trusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  test('migrations are still checked', async () => {
    const document = await open('db/proposed/V0103__collections.sql');
    await finding(document, 'pg-index-not-concurrent');
  });

  test('the lens names the lock and offers no run', async () => {
    const document = await open('db/proposed/V0103__collections.sql');
    const titles = await eventually('lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return lenses.length > 0 && lenses.map(({ command }) => command?.title ?? '');
    });
    assert.equal(titles.length, 1);
    assert.match(titles[0] ?? '', /^ACCESS EXCLUSIVE/);
  });

  for (const command of [
    'tenantsafe.testOnFixtureTenants',
    'tenantsafe.testOnFixtureTenantsAndKeepDatabases',
  ]) {
    test(`${command} refuses and runs nothing`, async () => {
      const result = await vscode.commands.executeCommand(
        command,
        fileUri('db/migrations/V0038__subscription_cancellation.sql'),
      );
      assert.equal(result, undefined);
      await assert.rejects(async () => vscode.workspace.fs.stat(fileUri('.tenantsafe')), {
        code: 'FileNotFound',
      });
    });
  }

  for (const command of [
    'tenantsafe.draftMigration',
    'tenantsafe.draftMigrationFromPrompt',
    'tenantsafe.reviewMigration',
  ]) {
    test(`${command} asks no model`, async () => {
      const ended = await vscode.commands.executeCommand(
        command,
        fileUri('db/proposed/V0103__collections.sql'),
      );
      assert.equal(ended, undefined);
      const prompts = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'tenantsafe-draft');
      assert.deepEqual(prompts, []);
    });
  }
});
