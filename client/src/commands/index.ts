import { clientCommands } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { messageOf, showError } from '../log';
import type { Command, CommandParts } from './command';
import { createPolicyFile } from './createPolicyFile';
import { dropFixtureDatabases } from './dropFixtureDatabases';
import { explainLocks } from './explainLocks';
import { openLastReport } from './openLastReport';
import { rewriteMigration } from './rewriteMigration';
import { showLog } from './showLog';
import { testOnFixtureTenants } from './testOnFixtureTenants';
import { writeAgentRules } from './writeAgentRules';

/** Every command of the manifest. One that cannot do its work says why in one sentence. */
export function registerCommands(context: vscode.ExtensionContext, parts: CommandParts): void {
  const commands: Readonly<Record<string, Command>> = {
    [clientCommands.testOnFixtureTenants]: testOnFixtureTenants(parts, 'drop'),
    'tenantsafe.testOnFixtureTenantsAndKeepDatabases': testOnFixtureTenants(parts, 'keep'),
    [clientCommands.explainLocks]: explainLocks(parts),
    'tenantsafe.generateRollback': rewriteMigration(parts, 'rollback'),
    'tenantsafe.splitMigration': rewriteMigration(parts, 'split'),
    'tenantsafe.createPolicyFile': createPolicyFile(parts),
    'tenantsafe.openLastReport': openLastReport(parts),
    'tenantsafe.dropFixtureDatabases': dropFixtureDatabases(parts),
    'tenantsafe.writeAgentRules': writeAgentRules(parts),
    'tenantsafe.showLog': showLog(parts),
  };
  for (const [id, command] of Object.entries(commands)) {
    const registered = vscode.commands.registerCommand(id, async (argument?: unknown) => {
      try {
        return await command(argument);
      } catch (error) {
        showError(parts.log, messageOf(error));
        return undefined;
      }
    });
    context.subscriptions.push(registered);
  }
}
