import * as vscode from 'vscode';
import { targetOf } from '../documents';
import { migrationRecord } from '../requests';
import type { Command, CommandParts } from './command';

/** *Write Migration Record*: one document about a migration from its evidence, written into it and shown. */
export function writeMigrationRecord({ server }: CommandParts): Command {
  return async (argument) => {
    const script = targetOf(argument);
    if (script === undefined) throw new Error('Open the migration first.');
    const { uri } = await server.request(migrationRecord, { uri: script.toString() });
    await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { preview: false });
  };
}
