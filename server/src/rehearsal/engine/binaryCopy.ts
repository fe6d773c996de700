import {
  chmod,
  constants,
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  stat,
  symlink,
} from 'node:fs/promises';
import path from 'node:path';
import { cachePaths } from './cacheFolder';
import { EngineError, errorCode } from './errors';
import { accountOptions, type ServerAccount } from './serverAccount';
import { readServerVersion, type ServerSource } from './serverBinaries';
import { discard, withTemporaryFolder } from './temporaryFolders';

/**
 * The `bin` folder to run the server from. A bundled server is copied into the cache once, because where npm put
 * it the server's account may not be able to read it, and its library links are missing when npm ran without
 * install scripts.
 *
 * @throws EngineError when the programs do not run, also after copying them anew.
 */
export async function prepareBinaries(
  source: ServerSource,
  cacheRoot: string,
  account: ServerAccount,
  signal: AbortSignal,
): Promise<string> {
  switch (source.kind) {
    case 'installed':
      await requireRunning(source.binFolder, account);
      return source.binFolder;
    case 'bundled':
      return prepareCopy(source, cacheRoot, account, signal);
  }
}

async function prepareCopy(
  source: ServerSource & { kind: 'bundled' },
  cacheRoot: string,
  account: ServerAccount,
  signal: AbortSignal,
): Promise<string> {
  const paths = cachePaths(cacheRoot);
  const copy = path.join(paths.binaries, source.identity);
  const binFolder = path.join(copy, 'bin');
  if ((await readServerVersion(binFolder, accountOptions(account))) !== undefined) return binFolder;

  // What stands there does not run (half removed by a cleaner, perhaps): a fresh copy takes its place.
  if (await exists(copy)) await discard(copy, paths.temporary);
  await withTemporaryFolder(paths.temporary, async (folder) => {
    const draft = path.join(folder, 'native');
    await copyTree(source.nativeFolder, draft, signal);
    await restoreLinks(draft);
    await rename(draft, copy).catch((error: unknown) => {
      // Another command was faster; its copy is as good as ours.
      if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
    });
  });
  await requireRunning(binFolder, account);
  return binFolder;
}

async function requireRunning(binFolder: string, account: ServerAccount): Promise<void> {
  if ((await readServerVersion(binFolder, accountOptions(account))) !== undefined) return;
  throw new EngineError(
    `The PostgreSQL server in ${binFolder} does not run as user "${account.name}": make every folder above it searchable for that user (chmod a+x), or set TENANTSAFE_CACHE to a folder that the user can reach.`,
  );
}

/** Copies files with rights that do not depend on the umask npm ran with or on what an unzip program kept. */
async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted();
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) {
      await copyTree(source, target, signal);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(source), target);
    } else {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, isProgram(from, entry.name) ? 0o755 : 0o644);
    }
  }
}

function isProgram(folder: string, name: string): boolean {
  return path.basename(folder) === 'bin' || /\.(so|dylib|dll)(\.|$)/.test(name);
}

/**
 * Makes the library links that npm leaves out of packages; `pg-symlinks.json` lists them relative to the package.
 * Without them the server dies with "libicui18n.so.60: cannot open shared object file".
 */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(list);
  if (!Array.isArray(links)) return;
  for (const link of links.filter(isLink)) {
    const target = insideOf(native, link.target);
    const source = insideOf(native, link.source);
    if (target === undefined || source === undefined) continue;
    await symlink(path.relative(path.dirname(target), source), target).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

function isLink(value: unknown): value is LibraryLink {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'target' in value &&
    typeof value.source === 'string' &&
    typeof value.target === 'string'
  );
}

function insideOf(native: string, relative: string): string | undefined {
  const resolved = path.resolve(path.dirname(native), relative);
  return resolved.startsWith(native + path.sep) ? resolved : undefined;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
