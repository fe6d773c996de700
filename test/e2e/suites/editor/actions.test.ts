import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { action, apply, eventually, finding, open, revert, rules } from '../support';

suite('code actions', () => {
  test('a fix removes its finding', async () => {
    const document = await open('db/proposed/V0101__merge_contact_names.sql');
    const fix = await action(
      document,
      await finding(document, 'pg-lock-timeout-missing'),
      /^Add .*lock_timeout/i,
    );
    assert.equal(fix.isPreferred, true);
    await apply(fix);
    await eventually(
      'document without the finding',
      () => !rules(document).includes('pg-lock-timeout-missing'),
    );
    assert.match(document.getText(), /set local lock_timeout/i);
    await revert(document);
  });

  test('a suppression with its reason silences its rule and no other', async () => {
    const document = await open('db/proposed/V0103__collections.sql');
    const index = await finding(document, 'pg-index-not-concurrent');
    const before = rules(document);
    await apply(await action(document, index, /^Ignore pg-index-not-concurrent for this statement$/));
    await finding(document, 'suppression-without-reason');
    const marker = '-- tenantsafe-ignore pg-index-not-concurrent:';
    const end = document.positionAt(document.getText().indexOf(marker) + marker.length);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(end, ' the table is small'));
    const left = before.filter((rule) => rule !== 'pg-index-not-concurrent');
    await eventually('silence of the rule alone', () => rules(document).join() === left.join());
    await revert(document);
  });
});
