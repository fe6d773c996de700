import * as vscode from 'vscode';
import type { DraftPages } from './draftPages';
import type { DraftModel } from './models/model';

/**
 * Whether a prompt may go to a model. The first time that something of a project goes to a provider, the person sees exactly
 * what it is and decides; a yes is remembered for this project and this provider.
 */
export async function mayBeSent(
  { workspaceState }: vscode.ExtensionContext,
  folder: vscode.WorkspaceFolder,
  { provider, model }: Pick<DraftModel, 'provider' | 'model'>,
  pages: DraftPages,
  prompt: string,
): Promise<boolean> {
  const key = `promptSeen:${provider}:${folder.uri.toString()}`;
  if (workspaceState.get<boolean>(key) === true) return true;
  await pages.show(pages.write('/Prompt.md', prompt));
  const receiver = provider === 'anthropic' ? `${model} at Anthropic` : `${model}, a model of VS Code`;
  const choice = await vscode.window.showInformationMessage(
    `This prompt goes to ${receiver}. You are asked once for ${folder.name}; "Tenantsafe: Show Draft Prompt" shows later ones.`,
    'Send',
    'Do Not Send',
  );
  if (choice !== 'Send') return false;
  await workspaceState.update(key, true);
  return true;
}
