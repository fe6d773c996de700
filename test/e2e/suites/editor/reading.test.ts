import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri, open } from '../support';

const migration = 'db/proposed/V0103__collections.sql';

suite('reading a migration', () => {
  test('the hover on a statement says what PostgreSQL does for it', async () => {
    const document = await open(migration);
    const position = document.positionAt(document.getText().indexOf('create index') + 3);
    const text = await eventually('hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers.flatMap((hover) => hover.contents.map(markdownOf)).find((part) => part.includes('SHARE'));
    });
    assert.match(text, /writes/);
    assert.match(text, /invoices/);
  });

  test('the hover on a type says why it matters', async () => {
    const document = await open(migration);
    const offset = document.getText().indexOf('type bigint');
    await eventually('hover about the type', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(offset + 'type bi'.length),
      );
      return hovers
        .flatMap((hover) => hover.contents.map(markdownOf))
        .some((part) => part.includes('every row is written anew'));
    });
  });

  test('hints behind the statements name the strongest lock, until they are switched off', async () => {
    const document = await open(migration);
    const labels = async () => {
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
      );
      return hints.map(({ label }) => label);
    };
    await eventually('hint', async () => (await labels()).includes('ACCESS EXCLUSIVE'));
    const settings = vscode.workspace.getConfiguration('tenantsafe');
    await settings.update('inlayHints.locks', false, vscode.ConfigurationTarget.Workspace);
    await eventually('document without hints', async () => (await labels()).length === 0);
    await settings.update('inlayHints.locks', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually('hints again', async () => (await labels()).length > 0);
  });

  test('the lenses offer the test and name the strongest lock, until they are switched off', async () => {
    const document = await open(migration);
    const titles = async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return lenses.map(({ command }) => command?.title ?? '');
    };
    await eventually('lens', async () => (await titles()).includes('Test on Fixture Tenants'));
    assert.ok(
      (await titles()).some((title) => title.startsWith('ACCESS EXCLUSIVE on ')),
      (await titles()).join(),
    );
    const settings = vscode.workspace.getConfiguration('tenantsafe');
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Workspace);
    await eventually('document without lenses', async () => (await titles()).length === 0);
    await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually('lenses again', async () => (await titles()).length === 2);
  });

  test('Explain Locks opens a page to read, beside the migration', async () => {
    await vscode.commands.executeCommand('tenantsafe.explainLocks', fileUri(migration));
    const page = await eventually('page', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'tenantsafe-locks'),
    );
    assert.equal(page.languageId, 'markdown');
    assert.match(page.getText(), /^# Locks of `db\/proposed\/V0103__collections\.sql`/);
    assert.match(page.getText(), /\| `public\.invoices` \| SHARE \| writes \|/);
    assert.match(page.getText(), /ACCESS EXCLUSIVE \| reads and writes/);
  });

  test('the outline lists the statements', async () => {
    const document = await open(migration);
    const symbols = await eventually('outline', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found !== undefined && found.length > 0 && found;
    });
    assert.ok(
      symbols.some(({ name }) => name.includes('CREATE INDEX')),
      symbols.map(({ name }) => name).join(),
    );
  });
});

function markdownOf(content: vscode.Hover['contents'][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : '';
}
