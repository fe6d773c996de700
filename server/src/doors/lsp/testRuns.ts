import { fork, type ChildProcess } from 'node:child_process';
import type { TestParams, TestResult, WireTestEvent } from './protocol';

/** From the language server to the rehearsal process. */
export type RehearsalRequest =
  | ({ readonly kind: 'start' } & RehearsalJob)
  /** End the run, drop what it made, and leave. */
  | { readonly kind: 'cancel' };

/** From the rehearsal process to the language server; after `finished` or `failed` the process leaves by itself. */
export type RehearsalReply =
  | { readonly kind: 'event'; readonly event: WireTestEvent }
  | { readonly kind: 'finished'; readonly outcome: RehearsalOutcome }
  /** The run could not start, or broke off: one sentence. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the rehearsal process knows of the answer to the client. */
export type RehearsalOutcome = Pick<TestResult, 'result' | 'kept'>;

export interface RehearsalJob {
  readonly params: TestParams;
  /** The workspace folder's path on disk. */
  readonly folder: string;
  /** What lies over the files on disk, by path relative to the folder. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** The run was ended because nobody waits for it any more. */
export class RehearsalCancelled extends Error {
  constructor() {
    super('The test on fixture tenants was cancelled.');
  }
}

/** How long a cancelled run may clean up by itself before it is terminated, and then killed; milliseconds. */
const graceMs = 10_000;

/**
 * Runs a rehearsal in a process of its own, so that editing never waits for it. Rejects with the run's own sentence
 * where it could not start, and with `RehearsalCancelled` after `signal`; either way the process has ended by then.
 */
export async function forkRehearsal(
  entry: string,
  job: RehearsalJob,
  onEvent: (event: WireTestEvent) => void,
  signal: AbortSignal,
): Promise<RehearsalOutcome> {
  if (signal.aborted) throw new RehearsalCancelled();
  const child = fork(entry, [], { serialization: 'json', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const cancel = () => {
    endGently(child);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await resultOf(child, job, onEvent, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function resultOf(
  child: ChildProcess,
  job: RehearsalJob,
  onEvent: (event: WireTestEvent) => void,
  signal: AbortSignal,
): Promise<RehearsalOutcome> {
  return new Promise((resolve, reject) => {
    let last: RehearsalReply | undefined;
    let complaints = '';
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (complaints = (complaints + text).slice(-4000)));
    child.on('message', (message) => {
      if (!isReply(message)) return;
      if (message.kind === 'event') onEvent(message.event);
      else last = message;
    });
    child.on('error', (error) =>
      reject(new Error(`The rehearsal process did not start (${error.message}).`)),
    );
    child.on('close', (status, killedBy) => {
      if (last?.kind === 'finished') resolve(last.outcome);
      else if (signal.aborted) reject(new RehearsalCancelled());
      else if (last?.kind === 'failed') reject(new Error(last.message));
      else reject(new Error(lostMessage(status, killedBy, complaints)));
    });
    send(child, { kind: 'start', ...job });
  });
}

function lostMessage(status: number | null, killedBy: string | null, complaints: string): string {
  const lastLine = complaints.trim().split('\n').at(-1) ?? '';
  return `The rehearsal process ended without a result (${killedBy ?? `status ${status ?? 'unknown'}`}). ${lastLine}`.trim();
}

function endGently(child: ChildProcess): void {
  send(child, { kind: 'cancel' });
  const terminate = setTimeout(() => child.kill('SIGTERM'), graceMs);
  const kill = setTimeout(() => child.kill('SIGKILL'), 2 * graceMs);
  child.once('exit', () => {
    clearTimeout(terminate);
    clearTimeout(kill);
  });
}

function send(child: ChildProcess, request: RehearsalRequest): void {
  if (child.connected) child.send(request);
}

/** The process runs our own code; the check guards against messages of libraries in it. */
function isReply(message: unknown): message is RehearsalReply {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    (message.kind === 'event' || message.kind === 'finished' || message.kind === 'failed')
  );
}
