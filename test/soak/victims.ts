import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../fuzz/random';
import type { StartedRun } from './doors';
import { processesBelow, type RunningProcess } from './processes';

/** What a run may lose at any moment. `door` is the command or the runner itself. */
export const victims = [
  { name: 'door', pattern: /cli\.mjs|rehearsal\.js/, signal: 'SIGKILL' },
  { name: 'guardian', pattern: /guardian\.js/, signal: 'SIGKILL' },
  // As pg_terminate_backend and an administrator do, against which a crash makes the server restart all backends.
  { name: 'backend, terminated', pattern: /^postgres: \S+ tenantsafe_/, signal: 'SIGTERM' },
  { name: 'backend, crashed', pattern: /^postgres: \S+ tenantsafe_/, signal: 'SIGKILL' },
  { name: 'server', pattern: /postgres.* -D /, signal: 'SIGKILL' },
] as const;

export type Victim = (typeof victims)[number];

/** Waits until there is such a process and kills it, or until the run has ended: then there is nobody to kill. */
export async function strike(
  victim: Victim,
  run: StartedRun,
  folder: string,
  random: Random,
): Promise<RunningProcess | undefined> {
  while (run.child.exitCode === null && run.child.signalCode === null) {
    const candidates = (await processesBelow(folder)).filter(({ line }) => victim.pattern.test(line));
    const chosen = candidates.length === 0 ? undefined : random.among(candidates);
    if (chosen !== undefined && kill(chosen.pid, victim.signal)) return chosen;
    await delay(5);
  }
  return undefined;
}

/** False where the process has ended in between. */
function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
