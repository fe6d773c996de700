import { diagnosticSource } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { editorSelector } from '../../documents';

/** The command behind the code action; its arguments are the file's address and the finding's range and message. */
export const suggestCommand = 'tenantsafe.suggestSaferForm';

/** Offers *Suggest Safer Form* on findings, only where the person has asked for code actions, and last. */
export function offerSaferForms({ subscriptions }: vscode.ExtensionContext): void {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, _, { diagnostics, triggerKind }) => {
      if (!vscode.workspace.isTrusted || triggerKind !== vscode.CodeActionTriggerKind.Invoke) return [];
      return diagnostics
        .filter(({ source }) => source === diagnosticSource)
        .map((finding) => {
          const action = new vscode.CodeAction('Suggest Safer Form with AI', vscode.CodeActionKind.QuickFix);
          action.diagnostics = [finding];
          action.command = {
            command: suggestCommand,
            title: action.title,
            arguments: [document.uri, finding.range.start],
          };
          return action;
        });
    },
  };
  subscriptions.push(
    vscode.languages.registerCodeActionsProvider(editorSelector, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
