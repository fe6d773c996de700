import * as vscode from 'vscode';

/** Creates a policy file with that text, and shows it. Throws one sentence where it cannot be created. */
export async function writePolicyFile(file: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${file.fsPath} could not be created.`);
  await vscode.window.showTextDocument(file);
}
