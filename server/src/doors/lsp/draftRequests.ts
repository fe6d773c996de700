import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import { checkDraft, type CheckedDraft, type RehearseDraft } from '../../drafts';
import { rehearseDraft } from '../drafts/rehearseDraft';
import { uriOf, type ServedFolder, type ServedFolders } from './folders';
import { inBackground } from './inBackground';
import {
  checkDraftRequest,
  testProgressNotification,
  type CheckDraftParams,
  type CheckDraftResult,
  type WireTestEvent,
} from './protocol';
import type { TestRunner } from './testRequests';
import { RehearsalCancelled } from './testRuns';

/**
 * Answers `tenantsafe/checkDraft`. The steps of a rehearsal go out as `tenantsafe/testProgress` with the request's `runId`;
 * a cancelled request ends it. A rehearsal that could not start is an error whose message is the reason.
 */
export function serveDrafts(connection: Connection, folders: ServedFolders, runTest: TestRunner): void {
  const ending = new AbortController();
  connection.onShutdown(() => ending.abort());

  connection.onRequest(checkDraftRequest, async (params: CheckDraftParams, token: CancellationToken) => {
    const served = folders.get(params.uri) ?? folders.find(params.uri)?.served;
    if (served === undefined) {
      const reason = `${params.uri} lies in no open workspace folder: open the folder of its project.`;
      return new ResponseError(LSPErrorCodes.RequestFailed, reason);
    }
    const call = new AbortController();
    token.onCancellationRequested(() => call.abort());
    const signal = AbortSignal.any([call.signal, ending.signal]);
    const { runId } = params;
    const onEvent = (event: WireTestEvent) => {
      if (runId === undefined) return;
      inBackground(
        connection.console,
        connection.sendNotification(testProgressNotification, { runId, event }),
      );
    };
    try {
      return await answerOf(params, served, folders, rehearsalIn(served, runTest, onEvent, signal));
    } catch (error) {
      const code =
        error instanceof RehearsalCancelled ? LSPErrorCodes.RequestCancelled : LSPErrorCodes.RequestFailed;
      return new ResponseError(code, error instanceof Error ? error.message : String(error));
    }
  });
}

async function answerOf(
  { uri, draft, repairs, rehearse }: CheckDraftParams,
  served: ServedFolder,
  folders: ServedFolders,
  rehearsal: RehearseDraft,
): Promise<CheckDraftResult> {
  const checked = await checkDraft({
    service: served.service,
    workspace: served.workspace(),
    askedIn: folders.find(uri)?.path,
    draft,
    ...(repairs === undefined || repairs === null ? {} : { repairs }),
    ...(rehearse === true ? { rehearse: rehearsal } : {}),
  });
  return wireResult(checked, served);
}

function rehearsalIn(
  served: ServedFolder,
  runTest: TestRunner,
  onEvent: (event: WireTestEvent) => void,
  signal: AbortSignal,
): RehearseDraft {
  return rehearseDraft(async (file, texts) => {
    const params = { uri: uriOf(served, file), runId: '' };
    const job = { params, folder: served.folder.root, texts: Object.fromEntries(texts) };
    return (await runTest(job, onEvent, signal)).result;
  });
}

function wireResult({ gate, files, questions, facts }: CheckedDraft, served: ServedFolder): CheckDraftResult {
  return {
    gate,
    files: files.map(({ path, text, phase, direction }) => ({
      uri: uriOf(served, path),
      text,
      phase,
      direction,
    })),
    questions: [...questions],
    facts: [...facts],
  };
}
