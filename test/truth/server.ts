import { access, mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { Client } from 'pg';
import { provedVersions, type ProvedVersion } from '../../server/src/behaviour/page/proofs';
import { startServer } from '../../server/src/rehearsal/engine';

const repository = path.resolve(import.meta.dirname, '../..');

/** The server versions that claims are proved on: the oldest and the newest that are supported. */
export const truthVersions = provedVersions;
export type TruthVersion = ProvedVersion;

/** A way to new connections to one database. */
export type Connect = () => Promise<Client>;

/** A real server of a given version with one template, from which tests get databases of their own. */
export interface TruthServer {
  /** Gives a fresh copy of the template and drops it afterwards. */
  withDatabase<Result>(work: (connect: Connect) => Promise<Result>): Promise<Result>;
  /** Gives one copy to all callers, who must leave it as they found it. */
  withSharedDatabase<Result>(work: (connect: Connect) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
}

/**
 * Starts a server and lets `fill` make the template.
 *
 * The package of a version is found under the name `postgres-<version>` in `node_modules`, or in the folder that the
 * variable `TENANTSAFE_POSTGRES_<version>` names; the bundled server needs neither.
 */
export async function startTruthServer(
  version: TruthVersion,
  fill: (session: Client) => Promise<void>,
): Promise<TruthServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tenantsafe-truth-'));
  // The server runs as another user where this process is root.
  await chmod(folder, 0o755);
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  try {
    const server = await startServer({
      cacheRoot: path.join(folder, 'cache'),
      guardianScript: await bundleGuardian(folder),
      resolveFrom: await packageFolder(version),
    });
    if (Math.floor(server.versionNumber / 10_000) !== version) {
      await server.stop();
      throw new Error(`PostgreSQL ${String(version)} was asked for and ${server.version} was found`);
    }
    const open = (database: string) => async () => {
      const client = await server.connectAsAdministrator(database);
      // A session that the server ends while nobody waits for it must not end the test run.
      client.on('error', () => undefined);
      return client;
    };
    const template = await server.createDatabase('template');
    const session = await open(template)();
    await fill(session);
    await session.end();
    const shared = await server.cloneDatabase(template, 'shared');
    return {
      withDatabase: async (work) => {
        const database = await server.cloneDatabase(template, 'example');
        try {
          return await work(open(database));
        } finally {
          await server.dropDatabase(database);
        }
      },
      withSharedDatabase: (work) => work(open(shared)),
      stop: async () => {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function packageFolder(version: TruthVersion): Promise<string> {
  const named = process.env[`TENANTSAFE_POSTGRES_${String(version)}`];
  if (named !== undefined) return named;
  if (version === truthVersions.at(-1)) return repository;
  const folder = path.join(repository, 'node_modules', `postgres-${String(version)}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  throw new Error(
    `PostgreSQL ${String(version)} is not installed: run npm install, or set TENANTSAFE_POSTGRES_${String(version)} to a folder with its npm package.`,
  );
}

async function bundleGuardian(folder: string): Promise<string> {
  const outfile = path.join(folder, 'guardian.js');
  await build({
    entryPoints: [path.join(repository, 'server/src/rehearsal/engine/guardian.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['pg-native'],
    logLevel: 'warning',
  });
  return outfile;
}
