import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { cachePaths, openCacheFolder } from './cacheFolder';
import { stopServerLeftBehind } from './leftBehind';
import { connectionUrl, openConnection, type ServerAddress } from './connection';
import { listDatabases, type OwnDatabase } from './databases';
import { EngineError } from './errors';
import { isLeaseAlive } from './lease';
import { readServerRecord } from './serverRecord';
import { clusterFiles, slotFolders } from './slotFolders';
import { claimThisSlot, slotHolder } from './slotLock';
import { discard } from './temporaryFolders';

const stopDeadlineMs = 30_000;

/** A server that a command left running for a person to look at. */
export interface KeptServer {
  readonly slotFolder: string;
  readonly address: ServerAddress;
  readonly databases: readonly OwnDatabase[];
  /** The libpq URL of a database, with the password in it. */
  connectionUrl(database: string): string;
}

/** The servers that commands left running, with what they hold. */
export async function listKeptServers(cacheRoot?: string): Promise<KeptServer[]> {
  const cache = await openCacheFolder(cacheRoot);
  const kept: KeptServer[] = [];
  for (const slotFolder of await slotFolders(cache.root)) {
    const record = await readServerRecord(slotFolder);
    if (record?.kept !== true || (await slotHolder(slotFolder)) === undefined) continue;
    const password = (await readFile(clusterFiles(slotFolder).password, 'utf8')).trim();
    const address = { host: '127.0.0.1', port: record.port, user: 'postgres', password };
    const databases = await databasesOf(address, cache.installation);
    kept.push({
      slotFolder,
      address,
      databases,
      connectionUrl: (database) => connectionUrl(address, database),
    });
  }
  return kept;
}

/**
 * Stops the servers that commands left running; their kept databases are gone then.
 *
 * @returns how many were stopped.
 * @throws EngineError when one does not stop in time.
 */
export async function stopKeptServers(cacheRoot?: string): Promise<number> {
  const kept = await listKeptServers(cacheRoot);
  await Promise.all(kept.map(({ slotFolder }) => stopHolder(slotFolder)));
  return kept.length;
}

/**
 * Removes every cluster that no running command uses, templates and all, after stopping the kept servers. Copied
 * server programs stay.
 *
 * @returns the slot folders that a running command uses and that were therefore left alone.
 */
export async function removeClusters(cacheRoot?: string): Promise<string[]> {
  const cache = await openCacheFolder(cacheRoot);
  await stopKeptServers(cacheRoot);
  const inUse: string[] = [];
  for (const slotFolder of await slotFolders(cache.root)) {
    const slot = await claimThisSlot(slotFolder);
    if (slot === undefined) {
      inUse.push(slotFolder);
      continue;
    }
    const files = clusterFiles(slotFolder);
    await stopServerLeftBehind(files.data);
    for (const file of [files.data, files.password, files.record, files.log]) {
      await discard(file, cachePaths(cache.root).temporary);
    }
    await slot.release();
  }
  return inUse;
}

async function databasesOf(address: ServerAddress, installation: string): Promise<OwnDatabase[]> {
  const admin = await openConnection(address, 'postgres');
  try {
    return await listDatabases({ admin, installation, lease: randomUUID(), versionNumber: 0 });
  } finally {
    await admin.end();
  }
}

async function stopHolder(slotFolder: string): Promise<void> {
  const holder = await slotHolder(slotFolder);
  if (holder === undefined) return;
  try {
    process.kill(holder.pid, 'SIGTERM');
  } catch {
    // It ended by itself in between, or lives where it cannot be reached, which the wait below tells.
  }
  const deadline = Date.now() + stopDeadlineMs;
  while (Date.now() < deadline) {
    const isHeld = (await slotHolder(slotFolder))?.lease === holder.lease;
    if (!isHeld && !(await isLeaseAlive(holder.lease, Infinity))) return;
    await delay(20);
  }
  throw new EngineError(`The kept server of ${slotFolder} does not stop: end process ${holder.pid} by hand.`);
}
