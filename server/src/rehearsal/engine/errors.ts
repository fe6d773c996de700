/**
 * A fixture server could not be had or used. The message is one sentence for the person at the keyboard:
 * what, where, and what to do. Commands answer it with exit status 2.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** The code of a Node.js system error such as `ENOENT`, or of a PostgreSQL error such as `42P04`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
