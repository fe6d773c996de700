import type { TestProgressParams, TestResult, WireScript, WireTestEvent } from '@tenantsafe/server/protocol';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { messageOf } from '../log';
import { evidenceFolderOf } from '../report/evidence';
import { test } from '../requests';
import type { ChosenMigration, MigrationTree } from './migrationTree';
import { outcomesOf, type OutcomeMessage, type StatementPlace, type TenantOutcome } from './outcomes';

/** `contextValue` of our messages, for the button *Open Last Report* beside them. */
const messageContext = 'tenantsafe';

/** Whether the fixture databases stay after a run, for somebody to look into them. */
export type Databases = 'drop' | 'keep';

export interface TenantRunRequest {
  readonly chosen: ChosenMigration;
  readonly databases: Databases;
  readonly token: vscode.CancellationToken;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: 'finished'; readonly outcome: TestResult }
  | { readonly kind: 'cancelled' }
  /** It could not start, or broke off; the server's own sentence says why. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Runs one migration on its fixture tenants, and says in `run` what comes of it. */
export async function runOnTenants(
  { chosen, databases, token }: TenantRunRequest,
  run: vscode.TestRun,
  tree: MigrationTree,
  server: Server,
): Promise<RunEnd> {
  const { migration, tenants } = chosen;
  const runId = randomUUID();
  const steps = server.onTestProgress((step) => {
    if (step.runId === runId) showStep(step, migration, run, tree);
  });
  try {
    const outcome = await server.request(test, paramsFor(chosen, databases, runId), token);
    showResult(outcome, migration, run, tree);
    return { kind: 'finished', outcome };
  } catch (error) {
    if (token.isCancellationRequested) {
      for (const tenant of tenants) run.skipped(tenant);
      return { kind: 'cancelled' };
    }
    const reason = messageOf(error);
    for (const tenant of tenants) run.errored(tenant, new vscode.TestMessage(reason));
    return { kind: 'failed', reason };
  } finally {
    steps.dispose();
  }
}

function paramsFor({ migration, tenants }: ChosenMigration, databases: Databases, runId: string) {
  const uri = migration.uri;
  if (uri === undefined) throw new Error(`${migration.label} has no file.`);
  return {
    uri: uri.toString(),
    ...(tenants.length === migration.children.size ? {} : { tenants: tenants.map(({ label }) => label) }),
    keep: databases === 'keep',
    evidenceFolder: evidenceFolderOf(uri).fsPath,
    runId,
    // The Testing view shows the progress; a token of ours keeps the server from opening a second one.
    workDoneToken: runId,
  };
}

function showStep(
  { event }: TestProgressParams,
  migration: vscode.TestItem,
  run: vscode.TestRun,
  tree: MigrationTree,
) {
  const tenant =
    event.kind === 'phase' || event.tenant === '*' ? undefined : tree.tenantItem(migration, event.tenant);
  if (event.kind === 'tenantStarted' && tenant !== undefined) run.started(tenant);
  run.appendOutput(`${describeStep(event)}\r\n`, undefined, tenant ?? migration);
}

function describeStep(event: WireTestEvent): string {
  switch (event.kind) {
    case 'phase':
      return event.message;
    case 'tenantStarted':
      return event.tenant === '*' ? 'All tenants together' : `Tenant ${event.tenant}`;
    case 'statement': {
      const script = event.direction === 'up' ? 'migration' : 'rollback';
      return `  ${script}, statement ${event.index + 1} of ${event.of} (${Math.round(event.elapsedMs)} ms)`;
    }
    case 'tenantFinished':
      return `Tenant ${event.tenant}: ${event.verdict}`;
  }
}

function showResult(
  outcome: TestResult,
  migration: vscode.TestItem,
  run: vscode.TestRun,
  tree: MigrationTree,
): void {
  for (const tenant of outcomesOf(outcome.result)) {
    showTenant(tenant, tree.tenantItem(migration, tenant.tenant), outcome.scripts, run);
  }
  for (const url of outcome.kept) run.appendOutput(`Kept: psql '${url}'\r\n`, undefined, migration);
  for (const { what, why } of outcome.result.notChecked) {
    run.appendOutput(`Not checked: ${what}: ${why}\r\n`, undefined, migration);
  }
}

function showTenant(
  outcome: TenantOutcome,
  item: vscode.TestItem,
  scripts: TestResult['scripts'],
  run: vscode.TestRun,
): void {
  const messages = outcome.messages.map((message) => testMessage(message, scripts));
  for (const { text } of outcome.messages)
    run.appendOutput(`${text.replaceAll('\n', '\r\n')}\r\n`, undefined, item);
  switch (outcome.verdict) {
    case 'passed':
      run.passed(item, outcome.durationMs);
      break;
    case 'failed':
      run.failed(item, messages, outcome.durationMs);
      break;
    case 'errored':
      run.errored(item, messages, outcome.durationMs);
      break;
    case 'skipped':
      run.skipped(item);
      break;
  }
}

function testMessage(
  { text, place, diff }: OutcomeMessage,
  scripts: TestResult['scripts'],
): vscode.TestMessage {
  const message =
    diff === undefined
      ? new vscode.TestMessage(text)
      : vscode.TestMessage.diff(text, diff.expected, diff.actual);
  message.location = locationOf(place, scripts);
  message.contextValue = messageContext;
  return message;
}

/** Where the statement stands; the first line of the migration where no statement is to blame. */
function locationOf(place: StatementPlace | undefined, { up, down }: TestResult['scripts']): vscode.Location {
  const script: WireScript = place?.direction === 'down' ? (down ?? up) : up;
  const range = place === undefined ? undefined : script.statements[place.statement];
  const { start, end } = range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return new vscode.Location(
    vscode.Uri.parse(script.uri, true),
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
}
