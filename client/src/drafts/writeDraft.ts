import type { WireDraftFile } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { exists } from './draftReviews';

/** Creates the files of an accepted draft in one edit, which one undo takes back. What is there already is never touched. */
export async function writeDraft(files: readonly WireDraftFile[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, text } of files) {
    const file = vscode.Uri.parse(uri, true);
    if (await exists(file))
      throw new Error(
        `${vscode.workspace.asRelativePath(file)} is there meanwhile, so nothing was written: draft again.`,
      );
    edit.createFile(file, { contents: Buffer.from(text) });
  }
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error('VS Code did not write the files: they may be there already. Draft again.');
  await showFirst(files.map(({ uri }) => vscode.Uri.parse(uri, true)));
}

/** Opens the files of an accepted draft as documents that are not saved yet: the person edits them and saves them in their places. */
export async function openForEditing(files: readonly WireDraftFile[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const opened: vscode.Uri[] = [];
  for (const { uri, text } of files) {
    const untitled = vscode.Uri.parse(uri, true).with({ scheme: 'untitled' });
    await vscode.workspace.openTextDocument(untitled);
    edit.insert(untitled, new vscode.Position(0, 0), text);
    opened.push(untitled);
  }
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(
      'VS Code did not open the files for editing: close unsaved files of the same names first.',
    );
  await showFirst(opened);
}

async function showFirst([first]: readonly vscode.Uri[]): Promise<void> {
  if (first !== undefined) await vscode.window.showTextDocument(first, { preview: false });
}
