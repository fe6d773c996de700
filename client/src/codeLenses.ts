import { clientCommands } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';

/** The server's lenses that make sense here: none where the person switched them off, no run where nothing may run. */
export function offeredLenses(
  document: vscode.TextDocument,
  lenses: readonly vscode.CodeLens[],
): vscode.CodeLens[] {
  if (!vscode.workspace.getConfiguration('tenantsafe', document).get<boolean>('codeLens.enabled', true))
    return [];
  if (vscode.workspace.isTrusted) return [...lenses];
  return lenses.filter(({ command }) => !needingTrust.includes(command?.command));
}

/** What runs a migration, or sends something of it to a model. */
const needingTrust: readonly (string | undefined)[] = [
  clientCommands.testOnFixtureTenants,
  clientCommands.draftMigration,
];
