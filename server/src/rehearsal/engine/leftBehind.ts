import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from './errors';
import { stopSteps } from './postmaster';
import { hasArgument, processStart } from './processes';
import { clusterFiles, slotFolders } from './slotFolders';
import { claimThisSlot } from './slotLock';

/** Stops the servers of all slots whose guardian was killed; slots that are in use are left alone. */
export async function stopServersLeftBehind(cacheRoot: string): Promise<void> {
  for (const slotFolder of await slotFolders(cacheRoot)) {
    const { data } = clusterFiles(slotFolder);
    if (!(await mayRun(data))) continue;
    const slot = await claimThisSlot(slotFolder);
    if (slot === undefined) continue;
    try {
      await stopServerLeftBehind(data);
    } finally {
      await slot.release();
    }
  }
}

/**
 * Stops the server that a killed guardian left on a data folder, whose slot must be held by this process. A
 * process that does not run on that folder is never signalled.
 *
 * @throws EngineError when the server does not end, which should be impossible.
 */
export async function stopServerLeftBehind(dataFolder: string): Promise<void> {
  const pid = await recordedPid(dataFolder);
  const started = pid === undefined ? undefined : await processStart(pid);
  if (pid === undefined || started === undefined) return;
  if (!(await hasArgument(pid, dataFolder))) {
    // The id was given to another process, which PostgreSQL would take for a running server.
    await rm(pidFile(dataFolder), { force: true });
    return;
  }
  for (const { signal, waitMs } of stopSteps) {
    signalIfRunning(pid, signal);
    if (await endsWithin(waitMs, pid, started)) return;
  }
  throw new EngineError(
    `The server process ${pid} on ${dataFolder}, left by an earlier run, does not stop: end it by hand.`,
  );
}

function pidFile(dataFolder: string): string {
  return path.join(dataFolder, 'postmaster.pid');
}

async function mayRun(dataFolder: string): Promise<boolean> {
  return stat(pidFile(dataFolder)).then(
    () => true,
    () => false,
  );
}

/** The first line of postmaster.pid; not below 2, because signals to 0, 1 and less reach other processes. */
async function recordedPid(dataFolder: string): Promise<number | undefined> {
  const text = await readFile(pidFile(dataFolder), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 1 ? pid : undefined;
}

function signalIfRunning(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
}

async function endsWithin(waitMs: number, pid: number, started: string): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    if ((await processStart(pid)) !== started) return true;
    await delay(10);
  }
  return false;
}
