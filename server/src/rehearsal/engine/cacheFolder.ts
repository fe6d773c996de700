import { randomBytes } from 'node:crypto';
import { chmod, link, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError, errorCode, errorMessage } from './errors';
import { isRoot } from './serverAccount';
import { withTemporaryFolder } from './temporaryFolders';

/** What the command keeps between runs: copied server binaries and clusters with finished templates. */
export interface CacheFolder {
  readonly root: string;
  /** Random text of this installation; the markers of our databases carry it. */
  readonly installation: string;
}

/** The folders inside a cache root. */
export function cachePaths(root: string) {
  return {
    binaries: path.join(root, 'binaries'),
    clusters: path.join(root, 'clusters'),
    temporary: path.join(root, 'temporary'),
    installation: path.join(root, 'installation'),
  } as const;
}

/**
 * Creates (if need be) and checks the cache folder.
 *
 * Its place is the environment variable `TENANTSAFE_CACHE`, else `/var/cache/tenantsafe` for root (the account
 * that runs the server must reach it, which it cannot inside root's home), else the platform's cache folder.
 *
 * @throws EngineError when it cannot be made, or when somebody else owns it or may write to it: the programs in
 *   it are executed.
 */
export async function openCacheFolder(override?: string): Promise<CacheFolder> {
  const root = path.resolve(override ?? (await defaultRoot()));
  await makeFolder(root);
  await refuseUntrusted(root);
  const paths = cachePaths(root);
  for (const folder of [paths.binaries, paths.clusters, paths.temporary]) await makeFolder(folder);
  return { root, installation: await installationNonce(root) };
}

async function defaultRoot(): Promise<string> {
  const configured = process.env['TENANTSAFE_CACHE'];
  if (configured !== undefined && configured !== '') {
    if (path.isAbsolute(configured)) return configured;
    throw new EngineError(
      `TENANTSAFE_CACHE is "${configured}", which is a relative path: set it to an absolute one.`,
    );
  }
  if (isRoot()) return '/var/cache/tenantsafe';
  try {
    // Imported late because it looks up the home folder on loading, which fails for a user id without account.
    const { default: environmentPaths } = await import('env-paths');
    return environmentPaths('tenantsafe', { suffix: '' }).cache;
  } catch {
    throw new EngineError(
      'No cache folder for the fixture server is known because this user has no home folder: set TENANTSAFE_CACHE to a folder of yours.',
    );
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    // Root's server runs as another account, which has to pass through these folders; nobody else needs to.
    const mode = isRoot() ? 0o755 : 0o700;
    const created = await mkdir(folder, { recursive: true, mode });
    if (created !== undefined) await chmod(folder, mode);
  } catch (error) {
    throw new EngineError(
      `The cache folder ${folder} cannot be created (${errorMessage(error)}): set TENANTSAFE_CACHE to a folder of yours.`,
    );
  }
}

async function refuseUntrusted(root: string): Promise<void> {
  const status = await lstat(root);
  if (!status.isDirectory()) {
    throw new EngineError(`The cache folder ${root} is not a folder: remove it or set TENANTSAFE_CACHE.`);
  }
  if (process.geteuid === undefined) return;
  if (status.uid !== process.geteuid()) {
    throw new EngineError(
      `The cache folder ${root} belongs to another user (id ${status.uid}): set TENANTSAFE_CACHE to a folder of yours.`,
    );
  }
  if ((status.mode & 0o022) !== 0) {
    throw new EngineError(
      `The cache folder ${root} can be written by other users, who could replace the server in it: run chmod go-w on it.`,
    );
  }
}

async function installationNonce(root: string): Promise<string> {
  const paths = cachePaths(root);
  try {
    return (await readFile(paths.installation, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  await withTemporaryFolder(paths.temporary, async (folder) => {
    const draft = path.join(folder, 'installation');
    await writeFile(draft, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600 });
    // A link appears complete or not at all, and keeps what a command that runs at the same time has put there.
    await link(draft, paths.installation).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    await rm(draft, { force: true });
  });
  return (await readFile(paths.installation, 'utf8')).trim();
}
