import * as assert from 'node:assert/strict';
import { setup, suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri, open, revert } from '../support';

const migration = 'db/migrations/V0039__contact_phone.sql';
const sql = "SET LOCAL lock_timeout = '2s';\n\nALTER TABLE contacts ALTER COLUMN phone TYPE varchar(40);\n";

suite('rewrites', () => {
  setup(async () => {
    await vscode.workspace.fs.writeFile(fileUri(migration), Buffer.from(sql));
  });

  teardown(async () => {
    const made = await vscode.workspace.findFiles('db/migrations/{V,U}00{39,4}*');
    for (const file of made) await vscode.workspace.fs.delete(file);
  });

  test('Split into Expand, Backfill and Contract writes the migrations, and one undo takes them back', async () => {
    const document = await open(migration);
    const editor = await vscode.window.showTextDocument(document);
    const place = document.positionAt(document.getText().indexOf('phone'));
    editor.selection = new vscode.Selection(place, place);
    await eventually('split', async () => {
      await vscode.commands.executeCommand('tenantsafe.splitMigration', document.uri);
      return document.getText().includes('ADD COLUMN phone_new');
    });
    assert.match(document.getText(), /CREATE TRIGGER/);
    const files = await vscode.workspace.findFiles('db/migrations/V004*.sql');
    assert.ok(files.length >= 2, files.join());
    const texts = await Promise.all(
      files.map(async (file) => (await vscode.workspace.openTextDocument(file)).getText()),
    );
    assert.match(texts.join(), /-- backfill/);
    assert.match(texts.join(), /DROP COLUMN phone/);
    await revert(document);
  });

  test('Generate Rollback writes the rollback that the framework looks for', async () => {
    const document = await open(migration);
    const rollback = await eventually('rollback among the code actions', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(0, 0, 0, 0),
        vscode.CodeActionKind.RefactorRewrite.value,
        10,
      );
      return actions.find(({ title }) => title === 'Generate Rollback');
    });
    assert.ok(rollback.edit !== undefined && (await vscode.workspace.applyEdit(rollback.edit)));
    const file = await vscode.workspace.openTextDocument(fileUri('db/migrations/U0039__contact_phone.sql'));
    assert.match(file.getText(), /ALTER TABLE contacts ALTER COLUMN phone TYPE text/i);
  });
});
