import { clientCommands } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { suggestCommand } from '../drafts/reviews/saferFormActions';
import { messageOf, showError } from '../log';
import type { Command, CommandParts } from './command';
import { createPolicyFile } from './createPolicyFile';
import { decideDraft } from './decideDraft';
import { draftMigration, draftMigrationFromPrompt, showDraftPrompt } from './draftMigration';
import { chooseDraftModel, clearApiKey, setApiKey } from './draftModel';
import { dropFixtureDatabases } from './dropFixtureDatabases';
import { explainLocks } from './explainLocks';
import { openLastReport } from './openLastReport';
import { explainFailure, reviewMigration, suggestSaferForm } from './reviewWithModel';
import { rewriteMigration } from './rewriteMigration';
import { showLog } from './showLog';
import { testOnFixtureTenants } from './testOnFixtureTenants';
import { writeAgentRules } from './writeAgentRules';
import { writeMigrationRecord } from './writeMigrationRecord';

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
    'tenantsafe.draftMigration': draftMigration(parts),
    'tenantsafe.draftMigrationFromPrompt': draftMigrationFromPrompt(parts),
    'tenantsafe.showDraftPrompt': showDraftPrompt(parts),
    'tenantsafe.acceptDraft': decideDraft(parts, 'accept'),
    'tenantsafe.editDraft': decideDraft(parts, 'edit'),
    'tenantsafe.rehearseDraft': decideDraft(parts, 'rehearse'),
    'tenantsafe.rejectDraft': decideDraft(parts, 'reject'),
    'tenantsafe.setAnthropicApiKey': setApiKey(parts),
    'tenantsafe.clearAnthropicApiKey': clearApiKey(parts),
    'tenantsafe.chooseDraftModel': chooseDraftModel(parts),
    'tenantsafe.reviewMigration': reviewMigration(parts),
    'tenantsafe.explainFailure': explainFailure(parts),
    [suggestCommand]: suggestSaferForm(parts),
    'tenantsafe.writeMigrationRecord': writeMigrationRecord(parts),
    'tenantsafe.showLog': showLog(parts),
  };
  for (const [id, command] of Object.entries(commands)) {
    const registered = vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
      try {
        return await command(...given);
      } catch (error) {
        showError(parts.log, messageOf(error));
        return undefined;
      }
    });
    context.subscriptions.push(registered);
  }
}
