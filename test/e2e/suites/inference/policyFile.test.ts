import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri, findings, open } from '../support';

suite('a project without a policy file', () => {
  test('is served all the same', async () => {
    const document = await open('migrations/0012_project_archive.up.sql');
    await eventually('lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return lenses.length > 0;
    });
  });

  test('Create Policy File writes what was inferred, without a fault of its own', async () => {
    await assert.rejects(async () => vscode.workspace.fs.stat(fileUri('tenantsafe.yaml')), {
      code: 'FileNotFound',
    });
    await vscode.commands.executeCommand('tenantsafe.createPolicyFile');
    const written = await vscode.workspace.openTextDocument(fileUri('tenantsafe.yaml'));
    assert.match(written.getText(), /^engine: postgresql/m);
    assert.match(written.getText(), /path: migrations/);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), written.uri.toString());
    assert.deepEqual(findings(written), []);
  });

  test('Create Policy File opens the file that is there and leaves it as it is', async () => {
    const document = await vscode.workspace.openTextDocument(fileUri('tenantsafe.yaml'));
    const before = document.getText();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('tenantsafe.createPolicyFile');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), before);
  });
});
