import type { DocumentSelector } from 'vscode-languageclient/node';
import * as vscode from 'vscode';
import { sqlLanguages } from './sqlLanguages';

const policyPattern = '**/tenantsafe.{yaml,yml,json}';
const promptPattern = '**/.tenantsafe/prompts/*.md';

/** What the language server is asked about. Which of these files are migrations, the server decides. */
export const documentSelector: DocumentSelector = [
  ...sqlLanguages.map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: policyPattern },
  { scheme: 'file', pattern: promptPattern },
];

/** The same for VS Code's own interfaces. */
export const editorSelector: vscode.DocumentSelector = [
  ...sqlLanguages.map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: policyPattern },
  { scheme: 'file', pattern: promptPattern },
];

export function isServed(document: vscode.TextDocument): boolean {
  return vscode.languages.match(editorSelector, document) > 0;
}

/** The file a command is about: the one it was called with, else the active editor's. */
export function targetOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return vscode.Uri.parse(argument, true);
  return vscode.window.activeTextEditor?.document.uri;
}
