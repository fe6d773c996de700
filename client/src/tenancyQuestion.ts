import type { PolicyResult } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { writePolicyFile } from './policyFile';

/**
 * Asks what a tenant is in a folder whose migrations do not say it clearly, and writes the answer into the policy file.
 * Asks once for each folder of a workspace, whatever the person makes of it.
 */
export async function askAboutTenants(
  { workspaceState }: vscode.ExtensionContext,
  folder: vscode.WorkspaceFolder,
  { question, proposed }: PolicyResult,
): Promise<void> {
  const key = `tenancyAsked:${folder.uri.toString()}`;
  if (question === null || workspaceState.get<boolean>(key) === true) return;
  // Remembered before the answer: the folder changes again while the question is on the screen.
  await workspaceState.update(key, true);
  const titles = question.choices.map(({ title }) => title);
  const answer = await vscode.window.showInformationMessage(
    `${question.text} Which is it? The answer goes into ${vscode.workspace.asRelativePath(vscode.Uri.parse(proposed.uri, true), false)}.`,
    ...titles,
    'Not Now',
  );
  const chosen = question.choices.find(({ title }) => title === answer);
  if (chosen !== undefined) await writePolicyFile(vscode.Uri.parse(proposed.uri, true), chosen.policyText);
}
