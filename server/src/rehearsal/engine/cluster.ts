import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cachePaths } from './cacheFolder';
import { EngineError } from './errors';
import { stopServerLeftBehind } from './leftBehind';
import { bootId } from './lease';
import { serverEnvironment, startPostmaster, type Postmaster, type ServerPlace } from './postmaster';
import { accountOptions, type ServerAccount } from './serverAccount';
import { program } from './serverBinaries';
import { initdbArguments } from './serverSettings';
import { readServerRecord, type ServerRecord } from './serverRecord';
import { clusterFiles } from './slotFolders';
import { discard, withTemporaryFolder } from './temporaryFolders';

/** A server that runs on a slot's cluster. */
export interface RunningCluster {
  readonly postmaster: Postmaster;
  readonly password: string;
  readonly logFile: string;
  /** Writes what others need to find this server when it stays on after the command. */
  record(kept: ServerRecord['kept']): Promise<void>;
  /** Stops the server. */
  stop(): Promise<void>;
}

/**
 * Starts the server on the slot's cluster. It is made first if it is missing or was last used before the machine
 * was started, and once anew if the server does not start on it.
 *
 * @throws EngineError when the server does not start on a fresh cluster either.
 */
export async function startCluster(
  slotFolder: string,
  binFolder: string,
  account: ServerAccount,
  cacheRoot: string,
  signal: AbortSignal,
): Promise<RunningCluster> {
  const temporary = cachePaths(cacheRoot).temporary;
  const files = clusterFiles(slotFolder);
  const place: ServerPlace = { binFolder, account, dataFolder: files.data, logFile: files.log };

  await stopServerLeftBehind(files.data);
  if (await isFromAnotherBoot(slotFolder)) await discard(files.data, temporary);
  await makeClusterIfMissing(slotFolder, place, temporary, signal);
  await writeRecord(slotFolder, { port: 0, kept: false });
  const postmaster = await startPostmaster(place, signal).catch(async (error: unknown) => {
    if (signal.aborted || !(error instanceof EngineError)) throw error;
    await discard(files.data, temporary);
    await makeClusterIfMissing(slotFolder, place, temporary, signal);
    return startPostmaster(place, signal);
  });
  return {
    postmaster,
    password: (await readFile(files.password, 'utf8')).trim(),
    logFile: files.log,
    record: (kept) => writeRecord(slotFolder, { port: postmaster.port, kept }),
    stop: () => postmaster.stop(),
  };
}

/**
 * Without fsync, what the cluster holds may never have reached the disk. Within one boot the page cache vouches for
 * it, also after a crash of the server; after another boot nobody can tell, so it is not trusted.
 */
async function isFromAnotherBoot(slotFolder: string): Promise<boolean> {
  const record = await readServerRecord(slotFolder);
  if (record === undefined) return false;
  const boot = await bootId();
  return boot === undefined || record.boot !== boot;
}

async function writeRecord(slotFolder: string, facts: Pick<ServerRecord, 'port' | 'kept'>): Promise<void> {
  const file = clusterFiles(slotFolder).record;
  const record: ServerRecord = { boot: (await bootId()) ?? 'unknown', ...facts };
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  await rename(draft, file);
}

/** The data folder gets its final name only when initdb is done, so a half-made one is never used. */
async function makeClusterIfMissing(
  slotFolder: string,
  place: ServerPlace,
  temporary: string,
  signal: AbortSignal,
): Promise<void> {
  const files = clusterFiles(slotFolder);
  if (await exists(files.data)) return;
  await withTemporaryFolder(temporary, async (folder) => {
    const workshop = path.join(folder, 'cluster');
    await mkdir(workshop, { mode: 0o700 });
    const password = randomBytes(24).toString('base64url');
    const passwordFile = path.join(workshop, 'password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await handOver([folder, workshop, passwordFile], place.account);
    await initialize(place, workshop, passwordFile, signal);
    signal.throwIfAborted();
    await writeFile(files.password, `${password}\n`, { mode: 0o600 });
    await rename(path.join(workshop, 'data'), files.data);
  });
}

async function initialize(
  place: ServerPlace,
  workshop: string,
  passwordFile: string,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(
    program(place.binFolder, 'initdb'),
    [...initdbArguments, `--pwfile=${passwordFile}`, '--pgdata', path.join(workshop, 'data')],
    {
      ...accountOptions(place.account),
      cwd: workshop,
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      // A process group of its own, so that the bootstrap servers which initdb starts end together with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const kill = (): void => killGroup(child.pid);
  signal.addEventListener('abort', kill, { once: true });
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      complaint += error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  if (status === 0) return;
  throw new EngineError(
    `A PostgreSQL cluster could not be made in ${workshop}: ${complaint.trim().split('\n').slice(-3).join(' / ')}.`,
  );
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}

async function handOver(files: readonly string[], account: ServerAccount): Promise<void> {
  if (account.kind === 'same') return;
  for (const file of files) await chown(file, account.uid, account.gid);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
