import * as vscode from 'vscode';
import { isServed } from '../documents';
import type { Server } from '../languageClient';
import type { ChosenMigration, MigrationTree } from './migrationTree';
import type { ObservedMarks } from './observedMarks';
import { runOnTenants, type Databases, type RunEnd } from './tenantRun';

/** Runs migrations of the tree, at once or whenever they are saved. */
export class FixtureRuns {
  readonly #controller: vscode.TestController;
  readonly #tree: MigrationTree;
  readonly #server: Server;
  readonly #marks: ObservedMarks;

  constructor(controller: vscode.TestController, tree: MigrationTree, server: Server, marks: ObservedMarks) {
    this.#controller = controller;
    this.#tree = tree;
    this.#server = server;
    this.#marks = marks;
  }

  /** Runs what was chosen, and says how each migration's run ended. */
  async run(
    request: vscode.TestRunRequest,
    chosen: readonly ChosenMigration[],
    databases: Databases,
    token?: vscode.CancellationToken,
  ): Promise<readonly RunEnd[]> {
    const run = this.#controller.createTestRun(request);
    const cancellation = new vscode.CancellationTokenSource();
    const forwards = [token, run.token].map((source) =>
      source?.onCancellationRequested(() => cancellation.cancel()),
    );
    const ends: RunEnd[] = [];
    try {
      for (const tenant of chosen.flatMap(({ tenants }) => tenants)) run.enqueued(tenant);
      // One after the other: they share the fixture server, and side by side they would disturb each other's times.
      for (const each of chosen) {
        const asked = { chosen: each, databases, token: cancellation.token };
        const end = await runOnTenants(asked, run, this.#tree, this.#server);
        ends.push(end);
        if (end.kind === 'finished') await this.#marks.show(end.outcome);
      }
      return ends;
    } finally {
      run.end();
      for (const forward of forwards) forward?.dispose();
      cancellation.dispose();
    }
  }

  /** Runs a chosen migration whenever it is saved, until `token`. A save during its run ends that run and starts anew. */
  runOnSave(request: vscode.TestRunRequest, databases: Databases, token: vscode.CancellationToken): void {
    const running = new Map<string, vscode.CancellationTokenSource>();
    const saves = vscode.workspace.onDidSaveTextDocument(async (document) => {
      const saved = isServed(document) ? await this.#tree.find(document.uri) : undefined;
      const chosen = this.#tree.chosen(request).filter(({ migration }) => migration.id === saved?.id);
      if (saved === undefined || chosen.length === 0 || token.isCancellationRequested) return;
      running.get(saved.id)?.cancel();
      const cancellation = new vscode.CancellationTokenSource();
      running.set(saved.id, cancellation);
      const again = new vscode.TestRunRequest([saved], request.exclude, request.profile, true);
      await this.run(again, chosen, databases, cancellation.token);
      if (running.get(saved.id) === cancellation) running.delete(saved.id);
    });
    token.onCancellationRequested(() => {
      saves.dispose();
      for (const cancellation of running.values()) cancellation.cancel();
    });
  }
}
