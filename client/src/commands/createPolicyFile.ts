import * as vscode from 'vscode';
import { writePolicyFile } from '../policyFile';
import { policy } from '../requests';
import { chosenFolder } from '../workspaceFolders';
import type { Command, CommandParts } from './command';

/** *Create Policy File*: writes what was inferred about the project, with the reasons; opens the one that is there. */
export function createPolicyFile({ server }: CommandParts): Command {
  return async () => {
    const folder = await chosenFolder();
    if (folder === undefined) return;
    const known = await server.request(policy, { folderUri: folder.uri.toString() });
    if (known === null) throw new Error(`The folder ${folder.name} cannot be read: see the log.`);
    const { uri, proposed } = known;
    const file = vscode.Uri.parse(uri ?? proposed.uri, true);
    if (uri === null) await writePolicyFile(file, proposed.text);
    else await vscode.window.showTextDocument(file);
  };
}
