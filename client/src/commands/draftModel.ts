import * as vscode from 'vscode';
import type { Command, CommandParts } from './command';

/** *Set Anthropic API Key* */
export function setApiKey({ apiKey }: CommandParts): Command {
  return async () => {
    if (await apiKey.ask()) void vscode.window.showInformationMessage('The Anthropic API key is kept.');
  };
}

/** *Clear Anthropic API Key* */
export function clearApiKey({ apiKey }: CommandParts): Command {
  return async () => {
    await apiKey.clear();
    void vscode.window.showInformationMessage('There is no Anthropic API key any more.');
  };
}

/** *Choose Draft Model* */
export function chooseDraftModel({ drafts }: CommandParts): Command {
  return () => drafts.models.choose();
}
