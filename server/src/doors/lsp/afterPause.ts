import type { FailureLog } from './runSafe';

/** Typing changes files all the time: what is not asked for waits for a pause of this many milliseconds. */
const pauseMs = 300;

/** A function that runs `action` once nothing has called it for a while; a failure goes to the log. */
export function afterPause(log: FailureLog, action: () => void): () => void {
  let waiting: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      try {
        action();
      } catch (error) {
        log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
    }, pauseMs);
    // A server that is told to end does not wait for it.
    waiting.unref();
  };
}
