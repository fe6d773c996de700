import { createHash } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import {
  cloneDatabase,
  createDatabase,
  dropDatabase,
  listDatabases,
  mark,
  requireOwn,
  type DatabaseHost,
  type OwnDatabase,
} from './databases';
import { EngineError, errorCode } from './errors';
import { databasePrefix, writeMarker, type Marker } from './marker';

/** How many finished templates a server keeps; those not used for the longest time go first. */
export const templateBound = 24;

/** How many bytes they may take together; the templates that one rehearsal needs stay in any case. */
const templateBytesBound = 2 * 1024 ** 3;
const templatesOfOneRehearsal = 8;

/** How a template comes about, apart from what fills it. */
export interface TemplateOptions {
  /** A finished template or another database of ours to start from (default: an empty database). */
  readonly source?: string;
  /** The role that owns it (default: the steward). */
  readonly owner?: string;
  /** Asked for when it is built: what its builder wants to remember of it. */
  readonly note?: () => string;
}

/** The finished template of a key, or undefined. Finding it counts as a use. */
export async function findTemplate(host: DatabaseHost, key: string): Promise<string | undefined> {
  const marker = await templateMarker(host, key);
  if (marker === undefined) return undefined;
  await mark(host, templateName(key), { ...marker, usedAt: Date.now() });
  return templateName(key);
}

/** What the builder of a template wanted to remember; undefined where there is no such template. */
export async function templateNote(host: DatabaseHost, key: string): Promise<string | undefined> {
  return (await templateMarker(host, key))?.note;
}

/**
 * Builds the template of a key. It gets its final name and marker in one transaction when `build` is done, so
 * that no kill can leave a half-built template which a later run would take for a finished one.
 *
 * @param key everything the content depends on.
 * @param build fills the database; it must close its connections.
 * @returns the template's database name, to be cloned; nobody can connect to it.
 */
export async function buildTemplate(
  host: DatabaseHost,
  key: string,
  build: (database: string) => Promise<void>,
  options: TemplateOptions = {},
): Promise<string> {
  const { source, owner, note } = options;
  const ownership = owner === undefined ? {} : { owner };
  const building =
    source === undefined
      ? await createDatabase(host, 'building', ownership)
      : await cloneDatabase(host, source, 'building', ownership);
  try {
    await build(building);
    await refuseOpenConnections(host, building);
    await finish(host, building, key, note?.() ?? '');
  } catch (error) {
    await dropDatabase(host, building).catch(() => undefined);
    // Another command has built the same template on a shared server.
    if (errorCode(error) === '42P04' && (await findTemplate(host, key)) !== undefined)
      return templateName(key);
    throw error;
  }
  await dropLeastRecentlyUsed(host);
  return templateName(key);
}

function templateName(key: string): string {
  return `${databasePrefix}template_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}

async function templateMarker(
  host: DatabaseHost,
  key: string,
): Promise<Extract<Marker, { kind: 'template' }> | undefined> {
  const name = templateName(key);
  const marker = (await listDatabases(host)).find((database) => database.name === name)?.marker;
  return marker?.kind === 'template' && marker.key === key ? marker : undefined;
}

async function finish(host: DatabaseHost, building: string, key: string, note: string): Promise<void> {
  const name = escapeIdentifier(templateName(key));
  const marker = writeMarker(host.installation, { kind: 'template', key, usedAt: Date.now(), note });
  // What a crash makes the server redo is not quite what was done: a sequence comes back up to 32 values further on.
  await host.admin.query('CHECKPOINT');
  // One simple query of several statements is one transaction, and other queries of the connection wait behind it.
  await host.admin.query(
    `ALTER DATABASE ${escapeIdentifier(building)} RENAME TO ${name};
     COMMENT ON DATABASE ${name} IS ${escapeLiteral(marker)};
     ALTER DATABASE ${name} IS_TEMPLATE true ALLOW_CONNECTIONS false`,
  );
}

/** A connection left open would make every later clone fail, far from the cause. */
async function refuseOpenConnections(host: DatabaseHost, database: string): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const { rowCount } = await host.admin.query('SELECT FROM pg_stat_activity WHERE datname = $1', [
      database,
    ]);
    if (rowCount === 0) return;
    if (Date.now() > deadline)
      throw new EngineError(`A connection to the template being built (${database}) was left open.`);
    await host.admin.query('SELECT pg_sleep(0.02)');
  }
}

async function dropLeastRecentlyUsed(host: DatabaseHost): Promise<void> {
  const byUse = (await listDatabases(host))
    .toSorted((first, second) => usedAt(second) - usedAt(first))
    .filter(({ marker }) => marker.kind === 'template');
  const fitting = await countWithinBytes(host, byUse);
  for (const { name } of byUse.slice(Math.min(templateBound, Math.max(fitting, templatesOfOneRehearsal)))) {
    if ((await requireOwn(host, name)) === undefined) continue;
    await dropDatabase(host, name).catch((error: unknown) => {
      // Being cloned by another command at this moment; it goes another time.
      if (errorCode(error) !== '55006') throw error;
    });
  }
}

/** How many of the first databases take no more bytes together than templates may. */
async function countWithinBytes(host: DatabaseHost, databases: readonly OwnDatabase[]): Promise<number> {
  let bytes = 0;
  for (const [place, { name }] of databases.entries()) {
    const { rows } = await host.admin.query<{ bytes: string | null }>(
      'SELECT pg_database_size(oid) AS bytes FROM pg_database WHERE datname = $1',
      [name],
    );
    bytes += Number(rows[0]?.bytes ?? 0);
    if (bytes > templateBytesBound) return place;
  }
  return databases.length;
}

function usedAt({ marker }: OwnDatabase): number {
  return marker.kind === 'template' ? marker.usedAt : 0;
}
