import { fork, type ChildProcess } from 'node:child_process';
import { access } from 'node:fs/promises';
import { Socket } from 'node:net';
import path from 'node:path';
import { EngineError } from './errors';
import { stopServersLeftBehind } from './leftBehind';
import {
  isGuardianReply,
  type GuardianReply,
  type GuardianRequest,
  type ReadyServer,
} from './guardianProtocol';
import type { ServerSource } from './serverBinaries';

/** The command's side of a guardian that has a server running. */
export interface Guardian {
  readonly server: ReadyServer;
  /** Why the server ended by itself; undefined while it runs. */
  lossOfServer(): string | undefined;
  /** Leaves the server running after this process. */
  keep(): Promise<void>;
  /** Stops the server and waits until nothing of it is left. */
  stop(): Promise<void>;
}

/**
 * Starts a guardian and waits for its server.
 *
 * The guardian is detached: a Ctrl+C in the terminal reaches the command only, and the guardian cleans up when
 * the command goes. Waiting keeps this process alive, a running server does not.
 *
 * @throws EngineError when there is no server in the end; nothing is left behind then.
 */
export async function startGuardian(
  script: string,
  cacheRoot: string,
  source: ServerSource,
  signal: AbortSignal | undefined,
): Promise<Guardian> {
  await access(script).catch(() => {
    throw new EngineError(`${script} is missing: install Tenantsafe again, or run its build.`);
  });
  signal?.throwIfAborted();
  const child = fork(script, [], {
    cwd: path.parse(script).root,
    detached: true,
    // Inside VS Code the running program is Electron, which is told this way to behave as Node.js. A debugger that
    // the caller's NODE_OPTIONS attach is not for this process.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const channel = openChannel(child);
  const stopEarly = (): void => channel.send({ kind: 'stop' });
  signal?.addEventListener('abort', stopEarly, { once: true });
  channel.send({ kind: 'start', cacheRoot, source });
  // Only the server's owner is gone when the guardian is killed: what it would have stopped is stopped here.
  const makeGood = async (): Promise<void> => {
    if (channel.wasKilled()) await stopServersLeftBehind(cacheRoot);
  };
  const server = await channel
    .next('ready')
    .catch(async (error: unknown) => {
      await makeGood();
      throw error;
    })
    .finally(() => signal?.removeEventListener('abort', stopEarly));
  return {
    server,
    lossOfServer: channel.loss,
    keep: async () => {
      channel.send({ kind: 'keep' });
      await channel.next('kept');
      child.disconnect();
    },
    stop: async () => {
      channel.send({ kind: 'stop' });
      await channel.ended();
      await makeGood();
    },
  };
}

type ReplyOf<Kind extends GuardianReply['kind']> = Extract<GuardianReply, { kind: Kind }>;

function openChannel(child: ChildProcess) {
  let failure: string | undefined;
  let complaint = '';
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure ??= error.message;
      resolve();
    });
  });
  child.on('message', (message) => {
    if (isGuardianReply(message) && (message.kind === 'failed' || message.kind === 'lost'))
      failure = message.message;
  });
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  rest(child);

  return {
    loss: () =>
      failure ?? (hasEnded(child) ? 'The guardian of the PostgreSQL server was killed.' : undefined),
    wasKilled: (): boolean => child.signalCode !== null,
    send: (request: GuardianRequest): void => {
      if (child.connected) child.send(request, () => undefined);
    },
    /** Waits for a reply of one kind, or for the end of the guardian, which is an error here. */
    next: async <Kind extends GuardianReply['kind']>(kind: Kind): Promise<ReplyOf<Kind>> => {
      const reply = await awake(child, Promise.race([replyOfKind(child, kind), exited]));
      if (reply !== undefined) return reply;
      const reason = failure ?? complaint.trim();
      throw new EngineError(
        reason === '' ? 'The PostgreSQL server was stopped while it was being started.' : reason,
      );
    },
    ended: async (): Promise<void> => {
      if (!hasEnded(child)) await awake(child, exited);
    },
  };
}

async function replyOfKind<Kind extends GuardianReply['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<ReplyOf<Kind>> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      if (!isGuardianReply(message) || !isOfKind(message, kind)) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}

function isOfKind<Kind extends GuardianReply['kind']>(
  reply: GuardianReply,
  kind: Kind,
): reply is ReplyOf<Kind> {
  return reply.kind === kind;
}

/** Keeps this process alive until the promise settles, and lets it end at any other time. */
async function awake<Result>(child: ChildProcess, promise: Promise<Result>): Promise<Result> {
  child.ref();
  child.channel?.ref();
  try {
    return await promise;
  } finally {
    rest(child);
  }
}

function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
