import * as vscode from 'vscode';

/** The folder of the evidence that was written last in any open workspace folder; undefined where there is none. */
export async function newestEvidence(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = (await Promise.all(folders.map(({ uri }) => evidenceIn(uri)))).flat();
  return found.sort((one, other) => other.writtenAt - one.writtenAt)[0]?.folder;
}

/** Where the editor keeps the evidence of a migration: `.tenantsafe/evidence/<migration>` in its workspace folder. */
export function evidenceFolderOf(migration: vscode.Uri): vscode.Uri {
  const folder = vscode.workspace.getWorkspaceFolder(migration);
  if (folder === undefined) throw new Error(`${migration.fsPath} lies in no open workspace folder.`);
  const name = migration.path.slice(migration.path.lastIndexOf('/') + 1).replace(/\.sql$/i, '');
  return vscode.Uri.joinPath(folder.uri, '.tenantsafe', 'evidence', name);
}

async function evidenceIn(workspaceFolder: vscode.Uri) {
  const root = vscode.Uri.joinPath(workspaceFolder, '.tenantsafe', 'evidence');
  const entries = await whereThere(vscode.workspace.fs.readDirectory(root));
  const found = (entries ?? []).map(async ([name]) => {
    const folder = vscode.Uri.joinPath(root, name);
    const result = await whereThere(vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, 'result.json')));
    return result === undefined ? [] : [{ folder, writtenAt: result.mtime }];
  });
  return (await Promise.all(found)).flat();
}

/** Undefined where the file or folder does not exist. */
async function whereThere<Result>(reading: Thenable<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
