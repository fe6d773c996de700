import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, finding, findings, open, revert, ruleOf, rules } from '../support';

suite('diagnostics', () => {
  test('name what is wrong with a proposed migration, each rule with its page', async () => {
    const document = await open('db/proposed/V0103__collections.sql');
    const expected = [
      'pg-change-type-rewrite',
      'pg-fk-without-not-valid',
      'pg-index-not-concurrent',
      'pg-lock-timeout-missing',
      'pg-set-not-null-scan',
      'rls-table-not-enabled',
      'tenant-fk-not-composite',
      'tenant-table-missing-column',
      'tenant-unique-not-scoped',
    ];
    await eventually('full list of findings', () => expected.every((rule) => rules(document).includes(rule)));
    const grave = findings(document).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual([...new Set(grave.map(ruleOf))].sort(), expected);
    for (const { code } of findings(document)) {
      assert.ok(
        typeof code === 'object' && code.target.path.endsWith(`/${code.value}.md`),
        JSON.stringify(code),
      );
    }
  });

  test('underline the statement that is wrong', async () => {
    const document = await open('db/proposed/V0100__backfill_contact_billing_name.sql');
    const { range } = await finding(document, 'tenant-dml-missing-predicate');
    assert.match(document.getText(range), /UPDATE contacts|users/);
  });

  test('follow what is typed, unsaved', async () => {
    const document = await open('db/migrations/V0038__subscription_cancellation.sql');
    await eventually('code lens', async () => (await lensesOf(document)).length > 0);
    assert.deepEqual(rules(document), []);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => {
      edit.insert(
        document.lineAt(document.lineCount - 1).range.end,
        '\ncreate index typed on invoices (status);\n',
      );
    });
    await finding(document, 'pg-index-not-concurrent');
    await revert(document);
  });

  test('stay away from SQL that is no migration', async () => {
    const judged = await open('db/proposed/V0103__collections.sql');
    await finding(judged, 'pg-index-not-concurrent');
    const query = await open('db/queries/open_invoices.sql');
    // The server answers in order: when it has explained the query, it has also been asked about its diagnostics.
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', query.uri);
    assert.deepEqual(rules(query), []);
    assert.deepEqual(await lensesOf(query), []);
  });

  test('show a typo in the policy at its key', async () => {
    const document = await open('tenantsafe.yaml');
    const key = document.positionAt(document.getText().indexOf('tenantColumn:'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(key.translate(0, 'tenant'.length), 's'));
    const problem = await eventually('problem in the policy', () =>
      findings(document).find(({ message }) => message.includes('tenantsColumn')),
    );
    assert.equal(document.getText(problem.range), 'tenantsColumn');
    await revert(document);
  });
});

function lensesOf({ uri }: vscode.TextDocument): Thenable<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
}
