import * as vscode from 'vscode';
import { editorSelector } from './documents';
import type { Server } from './languageClient';
import { messageOf, showError } from './log';
import { policy } from './requests';
import { askAboutTenants } from './tenancyQuestion';

/** Says in the language status of a migration where its policy comes from: a file, or the history alone. */
export function createPolicyStatus(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): void {
  const item = vscode.languages.createLanguageStatusItem('tenantsafe.policy', editorSelector);
  item.name = 'Tenantsafe policy';
  const follow = () => {
    show(item, server, context, log).catch((error: unknown) =>
      log.warn(`Policy state is not known: ${String(error)}`),
    );
  };
  context.subscriptions.push(
    item,
    vscode.window.onDidChangeActiveTextEditor(follow),
    server.onProjectChanged(follow),
  );
  follow();
}

async function show(
  item: vscode.LanguageStatusItem,
  server: Server,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
  if (document === undefined || folder === undefined) return;
  if (vscode.languages.match(editorSelector, document) === 0) return;
  const known = await server.request(policy, { folderUri: folder.uri.toString() });
  if (known === null) return;
  askAboutTenants(context, folder, known).catch((error: unknown) => showError(log, messageOf(error)));
  const { uri, summary } = known;
  item.detail = summary;
  if (uri === null) {
    item.text = 'Policy inferred from the migrations';
    item.command = { command: 'tenantsafe.createPolicyFile', title: 'Create Policy File' };
  } else {
    const file = vscode.Uri.parse(uri, true);
    item.text = vscode.workspace.asRelativePath(file, false);
    item.command = { command: 'vscode.open', title: 'Open Policy', arguments: [file] };
  }
}
