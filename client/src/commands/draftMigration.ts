import type { DraftContextParams, WirePosition } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { targetOf } from '../documents';
import { draftMigration as draft } from '../drafts/draftMigration';
import { askForRequest, promptFor } from '../drafts/draftRequest';
import { promptPage } from '../drafts/flow/pages';
import { requireTrust } from '../drafts/settings';
import { chosenFolder } from '../workspaceFolders';
import type { Command, CommandParts } from './command';

/** *Draft Migration*, from the lens or the code action of a prompt block: called with the file and a position in the block. */
export function draftMigration({ drafts }: CommandParts): Command {
  return async (script, position) => {
    requireTrust();
    const { folder, params } = blockAt(script, position);
    return draft(drafts, folder, params);
  };
}

/** *Draft Migration from Prompt*, from the palette: a form of quick picks and input boxes. */
export function draftMigrationFromPrompt({ drafts }: CommandParts): Command {
  return async () => {
    requireTrust();
    const folder = await chosenFolder();
    const params = folder === undefined ? undefined : await askForRequest(drafts.server, folder);
    if (folder === undefined || params === undefined) return undefined;
    return draft(drafts, folder, params);
  };
}

/** *Show Draft Prompt*: exactly what *Draft Migration* would send, and sends nothing. */
export function showDraftPrompt({ drafts }: CommandParts): Command {
  return async (script, position) => {
    const { params } = blockAt(script, position);
    const prompt = await promptFor(drafts.server, params);
    await drafts.pages.show(drafts.pages.write('/Prompt.md', promptPage(prompt, prompt.model)));
  };
}

/** The block that a command is about: the one it was called with, else the one at the cursor. */
function blockAt(
  script: unknown,
  given: unknown,
): { readonly folder: vscode.WorkspaceFolder; readonly params: DraftContextParams } {
  const file = targetOf(script);
  const folder = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(file);
  if (file === undefined || folder === undefined)
    throw new Error('Open a migration with a tenantsafe:draft block first.');
  const position = isPosition(given) ? given : cursorIn(file);
  return { folder, params: { uri: file.toString(), request: { kind: 'block', position } } };
}

function cursorIn(file: vscode.Uri): WirePosition {
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === file.toString(),
  );
  const { line, character } = editor?.selection.active ?? new vscode.Position(0, 0);
  return { line, character };
}

function isPosition(value: unknown): value is WirePosition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    typeof value.line === 'number' &&
    'character' in value &&
    typeof value.character === 'number'
  );
}
