import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EngineError } from './errors';
import { accountOptions, type ServerAccount } from './serverAccount';
import { program } from './serverBinaries';
import { serverArguments } from './serverSettings';

const run = promisify(execFile);

const startDeadlineMs = 120_000;
const portAttempts = 5;
/** Ways to stop a server, politest first, and how long each may take before the next is tried. */
export const stopSteps = [
  { mode: 'fast', signal: 'SIGINT', waitMs: 15_000 },
  { mode: 'immediate', signal: 'SIGQUIT', waitMs: 5_000 },
  { mode: 'kill', signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** What it takes to run a server on a cluster. */
export interface ServerPlace {
  readonly binFolder: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly account: ServerAccount;
}

/** A running server process. */
export interface Postmaster {
  readonly port: number;
  /** Resolves when the process has ended, whatever the reason. */
  readonly exited: Promise<void>;
  /** Stops it, in order if that works in time. */
  stop(): Promise<void>;
}

/**
 * Starts a server on a random free port and waits until it takes connections.
 *
 * @throws EngineError with the end of the server's log when it does not start.
 */
export async function startPostmaster(place: ServerPlace, signal: AbortSignal): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const outcome = await tryStart(place, await freePort(), signal);
    if (outcome.kind === 'started') return outcome.postmaster;
    if (outcome.isTransient && attempt < portAttempts) {
      await delay(200 * attempt, undefined, { signal });
      continue;
    }
    throw new EngineError(
      `The PostgreSQL server in ${place.dataFolder} did not start: ${outcome.log}. The whole log is ${place.logFile}.`,
    );
  }
}

/** The last lines of the server's log on one line, for error messages. */
export async function logTail(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = log.trim().split('\n').slice(-3);
  return lines.map((line) => line.trim()).join(' / ') || 'its log is empty';
}

type StartOutcome =
  | { readonly kind: 'started'; readonly postmaster: Postmaster }
  | { readonly kind: 'failed'; readonly isTransient: boolean; readonly log: string };

async function tryStart(place: ServerPlace, port: number, signal: AbortSignal): Promise<StartOutcome> {
  const log = await open(place.logFile, 'w', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(
      program(place.binFolder, 'postgres'),
      ['-D', place.dataFolder, ...(await serverArguments(place.binFolder, port))],
      {
        ...accountOptions(place.account),
        cwd: place.dataFolder,
        env: serverEnvironment(),
        stdio: ['ignore', log.fd, log.fd],
        windowsHide: true,
      },
    );
  } finally {
    await log.close();
  }
  const postmaster = ownedPostmaster(place, child, port);
  const deadline = Date.now() + startDeadlineMs;
  while (isRunning(child) && Date.now() < deadline && !signal.aborted) {
    if (await takesConnections(place, child)) return { kind: 'started', postmaster };
    await delay(10);
  }
  const hadEnded = !isRunning(child);
  await postmaster.stop();
  signal.throwIfAborted();
  const tail = await logTail(place.logFile);
  // A port that was taken meanwhile, or backends of a killed server that have not noticed its end yet.
  const isTransient =
    hadEnded && /could not create any TCP\/IP sockets|shared memory block .* still in use/.test(tail);
  return { kind: 'failed', isTransient, log: tail };
}

function ownedPostmaster(place: ServerPlace, child: ChildProcess, port: number): Postmaster {
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    for (const step of stopSteps) {
      if (!isRunning(child) || child.pid === undefined) return;
      await sendStop(place, child.pid, step);
      await Promise.race([exited, delay(step.waitMs, undefined, { ref: false })]);
    }
  };
  return { port, exited, stop };
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** The eighth line of postmaster.pid says "ready" from the moment on that connections are taken. */
async function takesConnections(place: ServerPlace, child: ChildProcess): Promise<boolean> {
  const text = await readFile(path.join(place.dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready';
}

async function sendStop(place: ServerPlace, pid: number, step: (typeof stopSteps)[number]): Promise<void> {
  try {
    if (process.platform === 'win32' && step.mode !== 'kill') {
      // Windows has no signals; pg_ctl speaks to the server through the pipe that stands for them.
      await run(program(place.binFolder, 'pg_ctl'), ['stop', '-D', place.dataFolder, '-m', step.mode, '-W']);
      return;
    }
    process.kill(pid, step.signal);
  } catch {
    // It ended by itself in between; whoever waits for it will see that.
  }
}

/** Without the caller's PG* variables and locale, which would change what the server does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new EngineError('The system gave no free port on 127.0.0.1.'));
      });
    });
  });
}
