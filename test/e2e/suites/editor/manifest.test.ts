import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { open } from '../support';

suite('the manifest', () => {
  test('promises commands that are there, and no others are there', async () => {
    await open('db/proposed/V0103__collections.sql');
    const extension = vscode.extensions.getExtension('tenantsafe.tenantsafe');
    await extension?.activate();
    const manifest: unknown = extension?.packageJSON;
    const promised = commandsOf(manifest).sort();
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('tenantsafe.'));
    // The server's own command belongs to its code actions and is not for the palette.
    assert.deepEqual(registered.filter((id) => id !== 'tenantsafe.showDocumentation').sort(), promised);
  });
});

function commandsOf(manifest: unknown): string[] {
  const { contributes } = manifest as { contributes: { commands: { command: string }[] } };
  return contributes.commands.map(({ command }) => command);
}
