import * as vscode from 'vscode';
import { isServed } from '../documents';
import type { Server } from '../languageClient';
import { FixtureRuns } from './fixtureRuns';
import { MigrationTree } from './migrationTree';
import { createObservedMarks } from './observedMarks';
import type { Databases, RunEnd } from './tenantRun';

/** What commands need of the Testing view. */
export interface FixtureTests {
  /**
   * Runs the migration that the file belongs to, as if the person had pressed its button in the Testing view.
   * Undefined where the file belongs to no migration.
   */
  run(script: vscode.Uri, databases: Databases): Promise<RunEnd | undefined>;
}

/** Sets up the tree of migrations, keeps it true, and offers the runs where the workspace is trusted. */
export function createFixtureTests(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): FixtureTests {
  const controller = vscode.tests.createTestController('tenantsafe', 'Tenantsafe');
  context.subscriptions.push(controller);
  const tree = new MigrationTree(controller, server);
  const runs = new FixtureRuns(controller, tree, server, createObservedMarks(context));
  keepTrue(tree, controller, context, server, log);
  whenTrusted(context, () => offerProfiles(controller, tree, runs, context));

  return {
    run: async (script, databases) => {
      const migration = await tree.find(script);
      if (migration === undefined) return undefined;
      const request = new vscode.TestRunRequest([migration]);
      const [end] = await runs.run(request, tree.chosen(request), databases);
      return end;
    },
  };
}

function keepTrue(
  tree: MigrationTree,
  controller: vscode.TestController,
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): void {
  const complain = (error: unknown) => log.warn(`Migrations cannot be listed: ${String(error)}`);
  const refreshAround = (uri: vscode.Uri) => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder !== undefined) tree.refresh(folder).catch(complain);
  };
  const opened = (document: vscode.TextDocument) => {
    if (isServed(document)) refreshAround(document.uri);
  };
  controller.resolveHandler = async (item) => {
    if (item === undefined) await tree.refreshAll();
  };
  controller.refreshHandler = (token) => tree.refreshAll(token);
  vscode.workspace.textDocuments.forEach(opened);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidCloseTextDocument(opened),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void tree.refreshAll().catch(complain)),
    server.onProjectChanged(({ folderUri }) => refreshAround(vscode.Uri.parse(folderUri, true))),
  );
}

/** A migration is code: what a stranger wrote is not run before the person trusts the folder. */
function whenTrusted(context: vscode.ExtensionContext, act: () => void): void {
  if (vscode.workspace.isTrusted) act();
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(act));
}

function offerProfiles(
  controller: vscode.TestController,
  tree: MigrationTree,
  runs: FixtureRuns,
  context: vscode.ExtensionContext,
): void {
  const running =
    (databases: Databases) =>
    async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
      if (request.continuous === true) runs.runOnSave(request, databases, token);
      else await runs.run(request, tree.chosen(request), databases, token);
    };
  const kind = vscode.TestRunProfileKind.Run;
  context.subscriptions.push(
    controller.createRunProfile('Run', kind, running('drop'), true, undefined, true),
    controller.createRunProfile('Run and Keep Databases', kind, running('keep'), false),
  );
}
