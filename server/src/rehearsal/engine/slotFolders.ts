import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { cachePaths } from './cacheFolder';
import { isRoot, type ServerAccount } from './serverAccount';
import type { ServerSource } from './serverBinaries';
import { initdbArguments } from './serverSettings';

/** Folder rights that let root's server account pass through to its data folder, and nobody else read. */
export const slotMode = isRoot() ? 0o711 : 0o700;

/** The folder of the slots whose clusters fit this server, its settings and its account. */
export function slotPool(cacheRoot: string, source: ServerSource, account: ServerAccount): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([source.identity, initdbArguments, account.name]))
    .digest('hex')
    .slice(0, 8);
  return path.join(cachePaths(cacheRoot).clusters, `${source.major}-${hash}`);
}

/** The slots of all pools in a cache. */
export async function slotFolders(cacheRoot: string): Promise<string[]> {
  const { clusters } = cachePaths(cacheRoot);
  const pools = await readdir(clusters).catch((): string[] => []);
  const slots = await Promise.all(
    pools.map(async (pool) => {
      const names = await readdir(path.join(clusters, pool)).catch((): string[] => []);
      return names.filter((name) => name.startsWith('slot-')).map((name) => path.join(clusters, pool, name));
    }),
  );
  return slots.flat().toSorted();
}

/** The files of a slot. */
export function clusterFiles(slotFolder: string) {
  return {
    data: path.join(slotFolder, 'data'),
    password: path.join(slotFolder, 'password'),
    log: path.join(slotFolder, 'server.log'),
    record: path.join(slotFolder, 'server.json'),
  } as const;
}
