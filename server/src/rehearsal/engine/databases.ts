import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { EngineError } from './errors';
import { isLeaseAlive } from './lease';
import { databasePrefix, readMarker, writeMarker, type Marker } from './marker';
import { stewardRole } from './steward';

/** What the functions here need of a server. */
export interface DatabaseHost {
  /** A connection that may create databases; statements on it are queued. */
  readonly admin: Client;
  /** The nonce of this installation, see cacheFolder. */
  readonly installation: string;
  /** The lease of this process. */
  readonly lease: string;
  /** As `server_version_num`, e.g. 180004. */
  readonly versionNumber: number;
}

/** A database that this tool created. */
export interface OwnDatabase {
  readonly name: string;
  readonly marker: Marker;
}

/** Options of a new database. */
export interface DatabaseOptions {
  /** The role that owns it (by default the steward). */
  readonly owner?: string;
}

/**
 * Creates an empty database (UTF8, locale C).
 *
 * @param label a readable part of the name, e.g. `large`.
 * @returns the database's full name, which no other database of the server has.
 */
export async function createDatabase(
  host: DatabaseHost,
  label: string,
  options: DatabaseOptions = {},
): Promise<string> {
  return create(host, label, options, `TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
}

/**
 * Copies a database of ours file by file, which is faster than through the write-ahead log. Nobody may be
 * connected to it.
 *
 * @returns the full name of the copy.
 */
export async function cloneDatabase(
  host: DatabaseHost,
  source: string,
  label: string,
  options: DatabaseOptions = {},
): Promise<string> {
  await requireOwn(host, source);
  const strategy = host.versionNumber >= 150000 ? ' STRATEGY file_copy' : '';
  return create(host, label, options, `TEMPLATE ${escapeIdentifier(source)}${strategy}`);
}

/** Drops a database of ours, also while somebody is connected to it. One that is gone already is no error. */
export async function dropDatabase(host: DatabaseHost, name: string): Promise<void> {
  const own = await requireOwn(host, name);
  if (own === undefined) return;
  if (own.marker.kind === 'template')
    await host.admin.query(`ALTER DATABASE ${escapeIdentifier(name)} IS_TEMPLATE false`);
  await host.admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
}

/** The databases on the server that this installation created. */
export async function listDatabases(host: DatabaseHost): Promise<OwnDatabase[]> {
  const { rows } = await host.admin.query<{ name: string; comment: string | null }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment
       FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname`,
    [databasePrefix],
  );
  return rows.flatMap(({ name, comment }) => {
    const marker = readMarker(host.installation, comment);
    return marker === undefined ? [] : [{ name, marker }];
  });
}

/**
 * Makes sure that a database is ours.
 *
 * @returns its marker, or undefined when there is no such database.
 * @throws EngineError when it exists and was not created by this installation.
 */
export async function requireOwn(host: DatabaseHost, name: string): Promise<OwnDatabase | undefined> {
  const { rows } = await host.admin.query<{ comment: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1`,
    [name],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const marker = name.startsWith(databasePrefix) ? readMarker(host.installation, row.comment) : undefined;
  if (marker !== undefined) return { name, marker };
  throw new EngineError(
    `The database "${name}" was not created by Tenantsafe on this machine, so it is left alone: only databases that Tenantsafe created are used, changed or dropped.`,
  );
}

/** Replaces the marker of a database. */
export async function mark(host: DatabaseHost, name: string, marker: Marker): Promise<void> {
  const comment = escapeLiteral(writeMarker(host.installation, marker));
  await host.admin.query(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS ${comment}`);
}

/** Marks the databases of this process so that no later run drops them. */
export async function keepDatabases(host: DatabaseHost): Promise<void> {
  for (const { name } of await databasesOfThisProcess(host)) await mark(host, name, { kind: 'kept' });
}

/** Drops the databases of this process; templates and kept databases stay. */
export async function dropDatabasesOfThisProcess(host: DatabaseHost): Promise<void> {
  for (const { name } of await databasesOfThisProcess(host)) await dropDatabase(host, name);
}

/** Drops the databases whose command died. */
export async function sweepDatabases(host: DatabaseHost): Promise<void> {
  for (const { name, marker } of await listDatabases(host)) {
    if (marker.kind === 'working' && !(await isLeaseAlive(marker.lease, 0))) await dropDatabase(host, name);
  }
}

/**
 * Drops everything but finished templates from a server that belongs to this command alone, also databases
 * whose marker is missing because the command was killed before it could be written.
 */
export async function sweepOwnServer(host: DatabaseHost): Promise<void> {
  const templates = (await listDatabases(host)).filter(({ marker }) => marker.kind === 'template');
  const kept = ['postgres', 'template0', 'template1', ...templates.map(({ name }) => name)];
  const { rows } = await host.admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname <> ALL ($1::name[])`,
    [kept],
  );
  for (const { name } of rows) {
    await host.admin.query(`ALTER DATABASE ${escapeIdentifier(name)} IS_TEMPLATE false`);
    await host.admin.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
  }
}

async function databasesOfThisProcess(host: DatabaseHost): Promise<OwnDatabase[]> {
  const all = await listDatabases(host);
  return all.filter(({ marker }) => marker.kind === 'working' && marker.lease === host.lease);
}

async function create(
  host: DatabaseHost,
  label: string,
  options: DatabaseOptions,
  source: string,
): Promise<string> {
  const name = newDatabaseName(label);
  const owner = escapeIdentifier(options.owner ?? stewardRole);
  await host.admin.query(`CREATE DATABASE ${escapeIdentifier(name)} ${source} OWNER ${owner}`);
  try {
    await mark(host, name, { kind: 'working', lease: host.lease });
  } catch (error) {
    await host.admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`);
    throw error;
  }
  return name;
}

/** PostgreSQL cuts names at 63 bytes, so a long label must not push out what makes the name unique. */
function newDatabaseName(label: string): string {
  const readable = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 30);
  return `${databasePrefix}${randomBytes(4).toString('hex')}_${readable}`;
}
