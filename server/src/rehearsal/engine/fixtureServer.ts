import type { Client } from 'pg';
import { openCacheFolder, type CacheFolder } from './cacheFolder';
import { connectionUrl, openConnection, type ConnectOptions, type ServerAddress } from './connection';
import {
  cloneDatabase,
  createDatabase,
  dropDatabase,
  dropDatabasesOfThisProcess,
  keepDatabases,
  listDatabases,
  requireOwn,
  sweepDatabases,
  sweepOwnServer,
  type DatabaseHost,
  type DatabaseOptions,
  type OwnDatabase,
} from './databases';
import { defaultGuardianScript, defaultResolveFrom } from './entryPoint';
import { EngineError } from './errors';
import { readServerUrl } from './externalServer';
import { startGuardian, type Guardian } from './guardianClient';
import { newLease } from './lease';
import { Losses } from './losses';
import { prepareSteward, type Steward } from './steward';
import { findServer, oldestServerMajor } from './serverBinaries';
import { buildTemplate, findTemplate, templateNote, type TemplateOptions } from './templates';

/** Where a fixture server comes from and what it needs; every part has a default. */
export interface StartOptions {
  /** The policy key `fixtures.server`: `auto`, or a connection URL to this machine. */
  readonly server?: string;
  /** File or folder from which the bundled server's npm package is resolved (default: the running bundle). */
  readonly resolveFrom?: string;
  /** The bundled guardian (default: `guardian.js` beside the running bundle). */
  readonly guardianScript?: string;
  /** The cache folder (default: `TENANTSAFE_CACHE`, else the platform's). */
  readonly cacheRoot?: string;
  /** Gives up a start that is under way, leaving nothing behind. */
  readonly signal?: AbortSignal;
}

/** A running PostgreSQL server for fixture databases. Ends with this process at the latest, unless kept. */
export interface FixtureServer extends AsyncDisposable {
  readonly origin: 'bundled' | 'installed' | 'url';
  /** As the server states it, e.g. `18.4`. */
  readonly version: string;
  /** As `server_version_num`, e.g. 180004. */
  readonly versionNumber: number;
  /** The administrator's address; a superuser on a server of our own. */
  readonly address: ServerAddress;
  /** The server's log; undefined for a server that was named by URL. */
  readonly logFile: string | undefined;
  /**
   * Opens a connection to a database that this tool created, as the steward unless options say otherwise: a role that may
   * read and write every table and is no superuser.
   */
  connect(database: string, options?: ConnectOptions): Promise<Client>;
  /** The same as the administrator, for what touches no table under test: code of migrations would run as a superuser. */
  connectAsAdministrator(database: string, options?: ConnectOptions): Promise<Client>;
  /** The administrator's libpq URL of a database, with the password in it. */
  connectionUrl(database: string): string;
  /** Creates an empty database and returns its full name; `label` is a readable part of it. */
  createDatabase(label: string, options?: DatabaseOptions): Promise<string>;
  /** Copies a template or another database of ours that nobody is connected to, and returns the copy's name. */
  cloneDatabase(source: string, label: string, options?: DatabaseOptions): Promise<string>;
  /** Drops a database of ours, also while somebody is connected to it. */
  dropDatabase(name: string): Promise<void>;
  /** The databases that this installation created on the server. */
  listDatabases(): Promise<OwnDatabase[]>;
  /** The finished template of a key, or undefined. */
  findTemplate(key: string): Promise<string | undefined>;
  /** Builds the template of a key; nothing of it is left if `build` throws or this process is killed. */
  buildTemplate(
    key: string,
    build: (database: string) => Promise<void>,
    options?: TemplateOptions,
  ): Promise<string>;
  /** What the builder of a finished template wanted to remember. */
  templateNote(key: string): Promise<string | undefined>;
  /**
   * Does work whose outcome is true only if the server and all connections to it last.
   *
   * @throws EngineError in place of the outcome, and of any other error, when one of them was lost.
   */
  intact<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Lets the server and the databases of this process stay after it; `stop` then only disconnects. */
  keep(): Promise<void>;
  /** Drops the databases of this process (templates stay) and stops the server. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Gets a server for fixture databases: the bundled one, an installed one, or the one the policy names by URL.
 *
 * @throws EngineError in one sentence when there is none; nothing is left behind then.
 */
export async function startServer(options: StartOptions = {}): Promise<FixtureServer> {
  const server = options.server ?? 'auto';
  return server === 'auto' ? startOwnServer(options) : openExternalServer(server, options);
}

async function startOwnServer(options: StartOptions): Promise<FixtureServer> {
  const source = await findServer(options.resolveFrom ?? defaultResolveFrom());
  const cache = await openCacheFolder(options.cacheRoot);
  const script = options.guardianScript ?? defaultGuardianScript();
  const guardian = await startGuardian(script, cache.root, source, options.signal);
  const { port, password, logFile } = guardian.server;
  try {
    const address = { host: '127.0.0.1', port, user: 'postgres', password };
    const host = await openHost(address, 'postgres', cache);
    await sweepOwnServer(host);
    const steward = await prepareSteward(host);
    return fixtureServer(host, { origin: source.kind, address, logFile, guardian, steward });
  } catch (error) {
    await guardian.stop();
    throw error;
  }
}

async function openExternalServer(url: string, options: StartOptions): Promise<FixtureServer> {
  const { address, database } = await readServerUrl(url);
  const cache = await openCacheFolder(options.cacheRoot);
  const host = await openHost(address, database, cache);
  try {
    if (host.versionNumber < oldestServerMajor * 10000) {
      throw new EngineError(
        `The server of fixtures.server is PostgreSQL ${host.version}: fixture databases need ${oldestServerMajor} or newer.`,
      );
    }
    await sweepDatabases(host);
    const steward = await prepareSteward(host);
    return fixtureServer(host, { origin: 'url', address, logFile: undefined, guardian: undefined, steward });
  } catch (error) {
    await host.admin.end();
    throw error;
  }
}

interface ServerHost extends DatabaseHost {
  readonly version: string;
  readonly losses: Losses;
}

async function openHost(address: ServerAddress, database: string, cache: CacheFolder): Promise<ServerHost> {
  const losses = new Losses();
  const admin = await openConnection(address, database, {
    applicationName: 'tenantsafe administration',
    onLoss: (reason) => losses.note(reason),
  });
  const { rows } = await admin.query<{ version: string; number: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number`,
  );
  return {
    admin,
    losses,
    installation: cache.installation,
    lease: await newLease(),
    // Distributions add their own words, as in "15.13 (Debian 15.13-0+deb12u1)".
    version: rows[0]?.version.split(' ')[0] ?? 'unknown',
    versionNumber: Number(rows[0]?.number),
  };
}

interface ServerFacts {
  readonly origin: FixtureServer['origin'];
  readonly address: ServerAddress;
  readonly logFile: string | undefined;
  readonly guardian: Guardian | undefined;
  readonly steward: Steward;
}

function fixtureServer(host: ServerHost, facts: ServerFacts): FixtureServer {
  const { origin, address, logFile, guardian, steward } = facts;
  let ending: Promise<void> | undefined;

  const whileRunning = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      const loss = ending === undefined ? guardian?.lossOfServer() : undefined;
      throw loss === undefined ? error : new EngineError(loss, { cause: error });
    }
  };
  const connect = (database: string, options: ConnectOptions = {}): Promise<Client> =>
    whileRunning(async () => {
      if ((await requireOwn(host, database)) === undefined) {
        throw new EngineError(`There is no database "${database}" on the fixture server.`);
      }
      return openConnection(address, database, {
        onLoss: (reason) => host.losses.note(reason),
        ...options,
      });
    });
  const shutDown = async (): Promise<void> => {
    host.losses.end();
    // What cannot be dropped now is dropped when the next command starts.
    await dropDatabasesOfThisProcess(host).catch(() => undefined);
    await host.admin.end().catch(() => undefined);
    await guardian?.stop();
  };
  const leaveRunning = async (): Promise<void> => {
    host.losses.end();
    await keepDatabases(host);
    await host.admin.end();
    await guardian?.keep();
  };
  const stop = (): Promise<void> => (ending ??= shutDown());

  return {
    origin,
    version: host.version,
    versionNumber: host.versionNumber,
    address,
    logFile,
    connectionUrl: (database) => connectionUrl(address, database),
    connect: (database, options) => connect(database, { ...steward, ...options }),
    connectAsAdministrator: connect,
    createDatabase: (label, options) => whileRunning(() => createDatabase(host, label, options)),
    cloneDatabase: (source, label, options) =>
      whileRunning(() => cloneDatabase(host, source, label, options)),
    dropDatabase: (name) => whileRunning(() => dropDatabase(host, name)),
    listDatabases: () => whileRunning(() => listDatabases(host)),
    findTemplate: (key) => whileRunning(() => findTemplate(host, key)),
    buildTemplate: (key, build, options) => whileRunning(() => buildTemplate(host, key, build, options)),
    templateNote: (key) => whileRunning(() => templateNote(host, key)),
    intact: (work) => host.losses.during(() => guardian?.lossOfServer(), work),
    keep: () => (ending ??= leaveRunning()),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
