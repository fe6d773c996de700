import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';

suite('the extension', () => {
  test('is there', () => {
    assert.ok(vscode.extensions.getExtension('tenantsafe.tenantsafe'));
  });
});
