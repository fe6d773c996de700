import { Client } from 'pg';
import type { FixtureServer } from '../../server/src/rehearsal';
import { snapshotData } from '../../server/src/rehearsal/snapshot/data';
import { snapshotSchema } from '../../server/src/rehearsal/snapshot/schema';

/** What a server holds beside what every cluster has. */
export interface Holdings {
  /** The content of each finished template: the attributes of an object, or the fingerprint of a table, by its name. */
  readonly templates: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Databases that are no finished template. */
  readonly others: readonly string[];
}

export async function holdingsOf(server: FixtureServer): Promise<Holdings> {
  const listed = await server.listDatabases();
  const finished = new Set(listed.filter(({ marker }) => marker.kind === 'template').map(({ name }) => name));
  const templates = new Map<string, ReadonlyMap<string, string>>();
  for (const name of finished) templates.set(name, await contentOf(server, name));
  return { templates, others: (await databaseNames(server)).filter((name) => !finished.has(name)) };
}

/** What is not the same in two contents. */
export function differences(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names
    .filter((name) => one.get(name) !== other.get(name))
    .map((name) => `${name}: ${one.get(name) ?? 'missing'} instead of ${other.get(name) ?? 'missing'}`);
}

/** All objects of the schema and all rows; it reads every page of them, so it finds a torn one. */
async function contentOf(server: FixtureServer, template: string): Promise<ReadonlyMap<string, string>> {
  const clone = await server.cloneDatabase(template, 'content');
  const client = await server.connect(clone);
  try {
    const { objects } = await snapshotSchema(client);
    const { tables } = await snapshotData(client);
    return new Map([
      ...[...objects].map(([name, { attributes }]) => [name, JSON.stringify(attributes)] as const),
      ...[...tables].map(([name, { rows, hash }]) => [`rows of ${name}`, `${rows} rows, ${hash}`] as const),
    ]);
  } finally {
    await client.end();
    await server.dropDatabase(clone);
  }
}

/** Asked of the catalog itself: a database whose marker was lost is none that the engine lists. */
async function databaseNames({ address }: FixtureServer): Promise<readonly string[]> {
  const client = new Client({ ...address, database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datname not in ('postgres', 'template0', 'template1')`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
