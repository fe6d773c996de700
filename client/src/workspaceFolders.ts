import * as vscode from 'vscode';

/** The active editor's folder, the only one, or the one that the person picks; undefined where they pick none. */
export async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error('Open the folder of the project first.');
  const active = vscode.window.activeTextEditor?.document.uri;
  const activeFolder = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  if (activeFolder !== undefined) return activeFolder;
  return folders.length === 1 ? folders[0] : vscode.window.showWorkspaceFolderPick();
}
