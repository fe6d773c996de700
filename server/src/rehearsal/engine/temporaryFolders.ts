import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './errors';
import { isLeaseAlive, newLease } from './lease';

/**
 * Runs `work` with an empty folder of its own, and removes the folder whatever happens. What is to stay is
 * renamed out of it when complete. The folder's name is a lease, so a later run removes it if this process dies.
 */
export async function withTemporaryFolder<Result>(
  temporaryRoot: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = path.join(temporaryRoot, await newLease());
  await mkdir(folder, { mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    await removeFolder(folder);
  }
}

/** Removes a folder so that at no moment a half-removed one stands at its place. */
export async function discard(folder: string, temporaryRoot: string): Promise<void> {
  await withTemporaryFolder(temporaryRoot, async (bin) => {
    await rename(folder, path.join(bin, 'discarded')).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
  });
}

/** Removes the temporary folders whose makers died. */
export async function sweepTemporaryFolders(temporaryRoot: string): Promise<void> {
  for (const name of await readdir(temporaryRoot)) {
    const folder = path.join(temporaryRoot, name);
    const status = await lstat(folder).catch(() => undefined);
    if (status === undefined) continue;
    if (!(await isLeaseAlive(name, Date.now() - status.mtimeMs))) await removeFolder(folder);
  }
}

async function removeFolder(folder: string): Promise<void> {
  // A server program that was just killed may still be writing its last file: ENOTEMPTY is tried again.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
