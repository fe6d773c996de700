import * as vscode from 'vscode';
import { anthropicUrl } from './models/anthropic';

/**
 * What a person has set about drafts. Every one of these settings belongs to the machine (see the manifest), so that no
 * workspace says where a prompt goes or which key travels with it.
 */
export interface DraftSettings {
  readonly provider: 'anthropic' | 'editor';
  /** Empty for the policy's model; for the editor's models `vendor/id`. */
  readonly model: string;
  readonly anthropicBaseUrl: string;
  /** As the person wrote it; see `pricesOf`. */
  readonly prices: unknown;
}

export function draftSettings(): DraftSettings {
  const settings = vscode.workspace.getConfiguration('tenantsafe.drafts');
  const baseUrl = settings.get<string>('anthropic.baseUrl', '');
  return {
    provider: settings.get<string>('provider') === 'editor' ? 'editor' : 'anthropic',
    model: settings.get<string>('model', ''),
    anthropicBaseUrl: baseUrl === '' ? anthropicUrl : baseUrl,
    prices: settings.get<unknown>('prices'),
  };
}

/** Keeps which model the person has chosen, for all their workspaces. */
export async function keepChosenModel(provider: DraftSettings['provider'], model: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('tenantsafe.drafts');
  await settings.update('provider', provider, vscode.ConfigurationTarget.Global);
  await settings.update('model', model, vscode.ConfigurationTarget.Global);
}

/** What a model drafts may run on a person's machine in the end, and a stranger's names go into the prompt. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(
    'A model is asked in trusted workspaces only: trust this one with "Workspaces: Manage Workspace Trust".',
  );
}
