import * as vscode from 'vscode';

/** The scheme of what is not written yet: prompts, results, and files that a draft would become. */
export const draftScheme = 'tenantsafe-draft';

/** Read-only documents of this window; nothing of them is on disk. */
export interface DraftPages {
  /** Gives a page its text, and its address. A path's last part is the tab's title, its ending the language. */
  write(path: string, text: string): vscode.Uri;
  show(page: vscode.Uri, column?: vscode.ViewColumn): Promise<void>;
}

export function createDraftPages({ subscriptions }: vscode.ExtensionContext): DraftPages {
  const texts = new Map<string, string>();
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changes.event,
    provideTextDocumentContent: ({ path }) =>
      texts.get(path) ?? 'This draft belonged to an earlier window and is not kept.\n',
  };
  subscriptions.push(changes, vscode.workspace.registerTextDocumentContentProvider(draftScheme, provider));
  return {
    write: (path, text) => {
      const page = vscode.Uri.from({ scheme: draftScheme, path: path.startsWith('/') ? path : `/${path}` });
      texts.set(page.path, text);
      changes.fire(page);
      return page;
    },
    show: async (page, column = vscode.ViewColumn.Active) => {
      const document = await vscode.workspace.openTextDocument(page);
      await vscode.window.showTextDocument(document, { viewColumn: column, preview: false });
    },
  };
}
