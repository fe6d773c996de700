import type { RewriteParams, WireEdit, WireRewrite } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { targetOf } from '../documents';
import { rewrite } from '../requests';
import type { Command, CommandParts } from './command';

/** *Generate Rollback* and *Split into Expand, Backfill and Contract*: asks the server how, and makes the edits. */
export function rewriteMigration({ server }: CommandParts, kind: RewriteParams['kind']): Command {
  return async (argument) => {
    const script = targetOf(argument);
    if (script === undefined) throw new Error('Open the migration first.');
    const { offers, refused } = await server.request(rewrite, {
      uri: script.toString(),
      position: cursorIn(script),
      kind,
    });
    if (refused !== null) throw new Error(refused);
    if (offers.length === 0) throw new Error(nothingToDo[kind]);
    const chosen = await choose(offers);
    if (chosen === undefined) return;
    await apply(chosen.edits);
  };
}

const nothingToDo: Readonly<Record<RewriteParams['kind'], string>> = {
  split:
    'The change at the cursor needs no phases: place the cursor in a statement that changes a table in use.',
  rollback: 'The migration has a rollback that takes back all that it does.',
};

function cursorIn(script: vscode.Uri): vscode.Position {
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === script.toString(),
  );
  return editor?.selection.active ?? new vscode.Position(0, 0);
}

async function choose(offers: readonly WireRewrite[]): Promise<WireRewrite | undefined> {
  if (offers.length === 1) return offers[0];
  const items = offers.map((offer) => ({ label: offer.title, detail: offer.limits.join('; '), offer }));
  return (await vscode.window.showQuickPick(items, { title: 'Tenantsafe' }))?.offer;
}

/** One edit, so that one undo takes all of it back; what it made or changed is shown. */
async function apply(edits: readonly WireEdit[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri: written, range, newText, create } of edits) {
    const uri = vscode.Uri.parse(written);
    if (create === true) edit.createFile(uri, { contents: Buffer.from(newText) });
    else edit.replace(uri, rangeOf(range), newText);
  }
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error('VS Code did not make the edits: the files have changed meanwhile. Try again.');
  const made = edits.find(({ create }) => create === true)?.uri;
  if (made !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.parse(made), { preview: false, preserveFocus: true });
  }
}

function rangeOf({ start, end }: WireEdit['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
