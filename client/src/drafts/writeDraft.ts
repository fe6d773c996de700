import type { WireDraftFile } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { exists } from './draftReviews';

/**
 * Writes the files of an accepted draft in one edit, which one undo takes back: new files, and below its prompt block the
 * file that asked. What else is there already is never touched.
 */
export async function writeDraft(files: readonly WireDraftFile[], asking: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, text } of files) {
    const file = vscode.Uri.parse(uri, true);
    if (isAsking(file, asking)) {
      await requireUnchanged(file, text);
      edit.createFile(file, { overwrite: true, contents: Buffer.from(text) });
      continue;
    }
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
export async function openForEditing(files: readonly WireDraftFile[], asking: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const opened: vscode.Uri[] = [];
  for (const { uri, text } of files) {
    const file = vscode.Uri.parse(uri, true);
    if (isAsking(file, asking)) {
      const block = await requireUnchanged(file, text);
      edit.insert(file, block.end, text.slice(block.length).trimEnd());
      opened.push(file);
      continue;
    }
    const untitled = file.with({ scheme: 'untitled' });
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

function isAsking(file: vscode.Uri, asking: string): boolean {
  return file.toString() === vscode.Uri.parse(asking, true).toString();
}

/** The block that asked, above which nothing changes. Throws where its file is no longer what the draft was made for. */
async function requireUnchanged(
  file: vscode.Uri,
  text: string,
): Promise<{ readonly end: vscode.Position; readonly length: number }> {
  const document = await vscode.workspace.openTextDocument(file);
  const { length } = document.getText().trimEnd();
  if (text.startsWith(document.getText().trimEnd())) return { end: document.positionAt(length), length };
  throw new Error(
    `${vscode.workspace.asRelativePath(file)} was changed meanwhile, so nothing was written: draft again.`,
  );
}

async function showFirst([first]: readonly vscode.Uri[]): Promise<void> {
  if (first !== undefined) await vscode.window.showTextDocument(first, { preview: false });
}
