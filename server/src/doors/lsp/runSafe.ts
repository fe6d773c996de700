import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';

/** Where a handler reports what went wrong inside it. */
export interface FailureLog {
  error(message: string): void;
}

/**
 * Answers a request with `compute`, or with `fallback` where that throws; the failure goes to the log, so that one bad
 * answer never ends the server. Lets waiting messages in first: an answer nobody wants any more is not computed.
 */
export async function runSafe<Result>(
  log: FailureLog,
  what: string,
  token: CancellationToken,
  fallback: Result,
  compute: () => Result | Promise<Result>,
): Promise<Result | ResponseError<never>> {
  await new Promise((resolve) => setImmediate(resolve));
  if (token.isCancellationRequested) return cancelled();
  try {
    return await compute();
  } catch (error) {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error(`${what} failed: ${details}`);
    return fallback;
  }
}

function cancelled(): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
