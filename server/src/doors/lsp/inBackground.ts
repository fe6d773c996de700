import type { FailureLog } from './runSafe';

/**
 * Lets a message to the client go out without waiting for it. A client may refuse it or be gone by then, which must not
 * end the server.
 */
export function inBackground(log: FailureLog, message: Promise<unknown>): void {
  message.catch((error: unknown) => {
    log.error(`A message to the client failed: ${error instanceof Error ? error.message : String(error)}`);
  });
}
