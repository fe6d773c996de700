/** A rehearsal that could not start; the message is one sentence with place and remedy. Exit status 2. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
}
