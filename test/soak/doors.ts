import { fork, spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RehearsalReply, RehearsalRequest } from '../../server/src/doors/lsp/testRuns';
import type { RehearsalResult } from '../../server/src/rehearsal';
import { soakedTenants, type SoakedMigration } from './project';

/** The ways into a rehearsal that are killed: the command, and the process that an editor's server runs tests in. */
export const doors = ['command', 'runner'] as const;
export type Door = (typeof doors)[number];

export interface Place {
  /** The folder of the bundles. */
  readonly dist: string;
  /** The project's folder. */
  readonly project: string;
  readonly cacheRoot: string;
}

/** How a run ended: with a result, with a sentence that says why there is none, or killed. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: RehearsalResult }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'killed' };

export interface StartedRun {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts the test of a migration through a door. */
export function startRun(door: Door, place: Place, migration: SoakedMigration): StartedRun {
  return door === 'command' ? startCommand(place, migration) : startRunner(place, migration);
}

function startCommand({ dist, project, cacheRoot }: Place, migration: SoakedMigration): StartedRun {
  const child = spawn(
    process.execPath,
    [path.join(dist, 'cli.mjs'), 'test', migration, '--tenants', soakedTenants.join(), '--format', 'json'],
    { cwd: project, env: environment(cacheRoot), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const outcome = ended(child).then((status): Outcome => {
    if (status === null) return { kind: 'killed' };
    if (stdout !== '') return { kind: 'result', result: JSON.parse(stdout) as RehearsalResult };
    return { kind: 'refused', sentence: stderr.trim().split('\n').slice(progressLines(stderr)).join('\n') };
  });
  return { child, outcome };
}

/** Lines such as `Testing tenant edge …` come before the sentence. */
function progressLines(stderr: string): number {
  return stderr.split('\n').filter((line) => line.endsWith(' …')).length;
}

function startRunner({ dist, project, cacheRoot }: Place, migration: SoakedMigration): StartedRun {
  const child = fork(path.join(dist, 'rehearsal.js'), [], {
    env: environment(cacheRoot),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  let last: RehearsalReply | undefined;
  child.on('message', (message) => {
    const reply = message as RehearsalReply;
    if (reply.kind !== 'event') last = reply;
  });
  const uri = pathToFileURL(path.join(project, migration)).href;
  const request: RehearsalRequest = {
    kind: 'start',
    folder: project,
    params: { uri, tenants: [...soakedTenants], runId: 'soak' },
  };
  child.send(request, () => undefined);
  const outcome = ended(child).then((status): Outcome => {
    if (last?.kind === 'finished') return { kind: 'result', result: last.outcome.result };
    if (last?.kind === 'failed') return { kind: 'refused', sentence: last.message };
    return status === null ? { kind: 'killed' } : { kind: 'refused', sentence: complaint };
  });
  return { child, outcome };
}

function environment(cacheRoot: string): NodeJS.ProcessEnv {
  return { ...process.env, TENANTSAFE_CACHE: cacheRoot };
}

/** The exit status; null where a signal ended it. */
async function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
}
