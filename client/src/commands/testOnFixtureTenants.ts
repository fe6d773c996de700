import type { TestResult } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { targetOf } from '../documents';
import { summaryOf } from '../testing/outcomes';
import type { Databases } from '../testing/tenantRun';
import type { Command, CommandParts } from './command';

/**
 * *Test on Fixture Tenants*, *Test on Fixture Tenants and Keep Databases*. Gives the result in the command line's `test`
 * format, for key bindings and other extensions; undefined where there is none.
 */
export function testOnFixtureTenants(
  { tests, reportPanel, log }: CommandParts,
  databases: Databases,
): Command {
  return async (argument) => {
    if (!vscode.workspace.isTrusted) {
      throw new Error(
        'A migration is run in trusted workspaces only: trust this one with "Workspaces: Manage Workspace Trust".',
      );
    }
    const script = targetOf(argument);
    if (script === undefined) throw new Error('Open the migration to test first.');
    await openSaved(script);
    const end = await tests.run(script, databases);
    if (end === undefined) {
      throw new Error(
        `${vscode.workspace.asRelativePath(script)} is not a migration of this project: name its folder under "migrations" in tenantsafe.yaml.`,
      );
    }
    if (end.kind === 'failed') throw new Error(end.reason);
    if (end.kind === 'cancelled') return undefined;
    log.info(summaryOf(end.outcome.result));
    void announce(end.outcome, reportPanel);
    return end.outcome.result;
  };
}

/**
 * What is tested is what the file says, since the server runs the text on disk. The file is shown as well: that is where
 * failing statements are marked, and a proposal outside the migration folders counts only while it is open.
 */
async function openSaved(script: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(script);
  await vscode.window.showTextDocument(document, { preserveFocus: true });
  if (document.isDirty) await document.save();
}

async function announce(
  { result, evidenceUri }: TestResult,
  reportPanel: CommandParts['reportPanel'],
): Promise<void> {
  const show =
    result.verdict === 'passed' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const choice = await show(summaryOf(result), ...(evidenceUri === null ? [] : ['Open Report']));
  if (choice !== undefined && evidenceUri !== null)
    await reportPanel.show(vscode.Uri.parse(evidenceUri, true));
}
