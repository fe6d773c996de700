import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { explain } from '../requests';
import { lockPage } from './lockPage';

const scheme = 'tenantsafe-locks';

/** Read-only documents that explain a migration's locks; they follow the migration when it is saved. */
export interface LockPages {
  open(script: vscode.Uri): Promise<void>;
}

export function createLockPages(context: vscode.ExtensionContext, server: Server): LockPages {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changes.event,
    provideTextDocumentContent: async (page, token) => {
      const script = page.query;
      const explained = (await server.request(explain, { uri: script }, token))?.files[0];
      const name = vscode.workspace.asRelativePath(vscode.Uri.parse(script, true));
      return explained === undefined ? `${name} lies in no open workspace folder.` : lockPage(explained);
    },
  };
  context.subscriptions.push(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => changes.fire(pageOf(uri))),
  );
  return {
    open: async (script) => {
      const page = await vscode.workspace.openTextDocument(pageOf(script));
      await vscode.window.showTextDocument(page, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
  };
}

/** The page's address: its path is the tab's title and, by its ending, the language; its query is the script. */
function pageOf(script: vscode.Uri): vscode.Uri {
  const name = script.path.slice(script.path.lastIndexOf('/') + 1);
  return vscode.Uri.from({ scheme, path: `/Locks of ${name}.md`, query: script.toString() });
}
