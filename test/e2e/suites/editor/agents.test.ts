import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri } from '../support';

suite('agents', () => {
  test('find the tools that the manifest promises', () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('tenantsafe_'));
    const manifest = vscode.extensions.getExtension('tenantsafe.tenantsafe')?.packageJSON as {
      contributes: { languageModelTools: { name: string }[] };
    };
    assert.deepEqual(names.sort(), manifest.contributes.languageModelTools.map(({ name }) => name).sort());
  });

  test('have a text linted that is nowhere on disk', async () => {
    const answer = await vscode.lm.invokeTool('tenantsafe_lint_migration', {
      input: {
        file: 'db/migrations/V0200__next.sql',
        sql: 'CREATE INDEX contacts_phone ON contacts (tenant_id, phone);',
      },
      toolInvocationToken: undefined,
    });
    const [part] = answer.content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    assert.match(part.value, /pg-index-not-concurrent/);
  });

  test('are told in a sentence what they asked wrongly', async () => {
    const call = vscode.lm.invokeTool('tenantsafe_lint_migration', {
      input: { file: 'db/migrations/V9999__missing.sql' },
      toolInvocationToken: undefined,
    });
    await assert.rejects(async () => call, /V9999__missing\.sql does not exist/);
  });

  test('read the rules that Write Agent Rules writes', async () => {
    const file = fileUri('AGENTS.md');
    const written = vscode.commands.executeCommand('tenantsafe.writeAgentRules');
    await eventually('AGENTS.md', async () => {
      // The quick pick proposes AGENTS.md; until it is open there is nothing to accept.
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.workspace.fs.stat(file).then(
        () => true,
        () => false,
      );
    });
    await written;
    const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
    assert.match(text, /told apart by `tenant_id`/);
  });
});
