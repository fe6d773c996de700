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
    await save(script);
    const cancellation = new vscode.CancellationTokenSource();
    try {
      const end = await tests.run(script, databases, cancellation.token);
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
    } finally {
      cancellation.dispose();
    }
  };
}

/** What is tested is what the file says: the server runs the text on disk. */
async function save(script: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === script.toString());
  if (document?.isDirty === true) await document.save();
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
