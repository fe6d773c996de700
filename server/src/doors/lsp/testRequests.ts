import { pathToFileURL } from 'node:url';
import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver/node';
import type { PlacedScript } from '../../service';
import { progressText } from '../progressText';
import { uriOf, type ServedFile, type ServedFolders } from './folders';
import { inBackground } from './inBackground';
import {
  testProgressNotification,
  testRequest,
  type TestParams,
  type TestResult,
  type WireScript,
  type WireTestEvent,
} from './protocol';
import { RehearsalCancelled, type RehearsalJob, type RehearsalOutcome } from './testRuns';

/** Runs a rehearsal to its end; see `forkRehearsal`. */
export type TestRunner = (
  job: RehearsalJob,
  onEvent: (event: WireTestEvent) => void,
  signal: AbortSignal,
) => Promise<RehearsalOutcome>;

/**
 * Answers `tenantsafe/testOnFixtureTenants`: each step goes out as `tenantsafe/testProgress` and as work-done progress,
 * the answer holds the command line's `test` JSON. Cancelling the request or the progress ends the run; a run that could
 * not be made is an error whose message is the reason.
 */
export function serveTestRuns(connection: Connection, folders: ServedFolders, runTest: TestRunner): void {
  const running = new Set<AbortController>();
  connection.onShutdown(() => {
    for (const run of running) run.abort();
  });

  connection.onRequest(testRequest, async (params: TestParams, token: CancellationToken) => {
    const file = folders.find(params.uri);
    if (file === undefined) {
      const reason = `${params.uri} lies in no open workspace folder: open the folder of its project.`;
      return new ResponseError(LSPErrorCodes.RequestFailed, reason);
    }
    const run = new AbortController();
    running.add(run);
    token.onCancellationRequested(() => run.abort());
    try {
      return await testFile(connection, file, params, run, runTest);
    } catch (error) {
      const code =
        error instanceof RehearsalCancelled ? LSPErrorCodes.RequestCancelled : LSPErrorCodes.RequestFailed;
      return new ResponseError(code, error instanceof Error ? error.message : String(error));
    } finally {
      running.delete(run);
    }
  });
}

async function testFile(
  connection: Connection,
  file: ServedFile,
  params: TestParams,
  run: AbortController,
  runTest: TestRunner,
): Promise<TestResult> {
  const { evidenceFolder, runId } = params;
  const scripts = scriptsOf(file);
  const progress = await progressFor(connection, params, run);
  progress.begin('Test on fixture tenants', 0, file.path, true);
  const onEvent = (event: WireTestEvent) => {
    progress.report(progressText(event));
    const step = connection.sendNotification(testProgressNotification, { runId, event });
    inBackground(connection.console, step);
  };
  try {
    const job = { params, folder: file.served.folder.root };
    const { result, kept } = await runTest(job, onEvent, run.signal);
    const evidenceUri = evidenceFolder === undefined ? null : pathToFileURL(evidenceFolder).href;
    return { result, scripts, evidenceUri, kept };
  } finally {
    progress.done();
  }
}

/** Where the statements stand in the text that the run starts with. */
function scriptsOf({ served, path }: ServedFile): TestResult['scripts'] {
  const scripts = served.service.scripts(served.workspace(), path);
  const wire = (script: PlacedScript): WireScript => ({
    uri: uriOf(served, script.path),
    statements: script.statements.map(({ start, end }) => ({ start: { ...start }, end: { ...end } })),
  });
  if (scripts === undefined) throw new Error(`${path} is no migration, so there is nothing to test.`);
  return { up: wire(scripts.up), down: scripts.down === undefined ? null : wire(scripts.down) };
}

/** Progress on the client's token, else one of the server's own where the client can show it. */
async function progressFor(
  connection: Connection,
  params: TestParams,
  run: AbortController,
): Promise<WorkDoneProgressReporter> {
  if (params.workDoneToken !== undefined)
    return connection.window.attachWorkDoneProgress(params.workDoneToken);
  const progress = await connection.window.createWorkDoneProgress();
  progress.token.onCancellationRequested(() => run.abort());
  return progress;
}
