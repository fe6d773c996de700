import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLanguageService, laidOver, textsAfter, type WorkspaceFiles } from '../../server/src/service';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql';
import {
  compareSchemas,
  describeDifference,
  snapshotSchema,
  type SchemaSnapshot,
} from '../../server/src/rehearsal/snapshot/schema';
import { startTruthServer, truthVersions, type Connect, type TruthServer } from './server';
import { splitCases, type SplitCase } from './split/cases';

const setup = `
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE accounts (id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants (id), name varchar(60), number int, status text NOT NULL);
`;
const rows = `
INSERT INTO tenants SELECT generate_series(1, 3);
INSERT INTO accounts SELECT n, 1 + n % 3, CASE WHEN n % 10 = 0 THEN 'Madonna' ELSE 'Given' || n || ' Name' END, n, 'new'
FROM generate_series(1, 20000) n;
`;
const changeFile = 'migrations/0002_change.up.sql';
const changeRollback = 'migrations/0002_change.down.sql';

await loadPostgresParser();

describe.each(truthVersions)('a change in phases on PostgreSQL %i', (version) => {
  let server: TruthServer;
  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query('CREATE ROLE app_user');
      await session.query(setup);
      await session.query(rows);
    });
  });
  afterAll(async () => {
    await server.stop();
  });

  it.each(splitCases.filter(({ since = 0 }) => version >= since))('$title', async (each) => {
    const inOneStep = await server.withDatabase((connect) => oneStep(connect, each));
    const { reached, before, rolledBack } = await server.withDatabase((connect) =>
      inPhases(connect, each, version),
    );
    expect(differences(inOneStep, reached, each)).toEqual([]);
    expect(differences(before, rolledBack, each)).toEqual([]);
  });
});

function differences(before: State, after: State, { besides }: SplitCase): readonly string[] {
  const rowsOf = ({ rows: sums }: State, table: string) => sums[table] ?? 'no such table';
  return [
    ...compareSchemas(before.schema, after.schema).map(describeDifference),
    ...Object.keys(before.rows)
      .filter((table) => rowsOf(before, table) !== rowsOf(after, table))
      .map((table) => `other rows in ${table}`),
  ].filter((difference) => besides?.test(difference) !== true);
}

/** What is compared: the schema without the order of columns, and all rows of all tables. */
interface State {
  readonly schema: SchemaSnapshot;
  readonly rows: Readonly<Record<string, string>>;
}

async function oneStep(connect: Connect, each: SplitCase): Promise<State> {
  const client = await connect();
  try {
    await run(client, each.setup ?? '');
    for (const sql of each.writes ?? []) await run(client, sql);
    await run(client, each.change.replace('|', ''));
    for (const { afterwards } of each.newWrites ?? []) await run(client, afterwards);
    for (const sql of each.writesAfterSwap ?? []) await run(client, sql);
    return await stateOf(client);
  } finally {
    await client.end();
  }
}

async function inPhases(
  connect: Connect,
  each: SplitCase,
  version: number,
): Promise<{ readonly reached: State; readonly before: State; readonly rolledBack: State }> {
  const migrations = phasesOf(each, version);
  const client = await connect();
  try {
    await run(client, each.setup ?? '');
    const before = await stateOf(client);
    let isExpanded = false;
    for (const { path, up } of migrations) {
      if (isExpanded) await interrupted(client, up);
      await run(client, up);
      if (path.includes('swap')) for (const sql of each.writesAfterSwap ?? []) await run(client, sql);
      if (!isExpanded) {
        for (const sql of each.writes ?? []) await run(client, sql);
        for (const { phased } of each.newWrites ?? []) await run(client, phased);
      }
      isExpanded = true;
    }
    const reached = await stateOf(client);
    for (const { down } of migrations.toReversed()) {
      await interrupted(client, down);
      await run(client, down);
    }
    const rolledBack = await stateOf(client);
    return { reached, before: await withoutWrites(before, rolledBack, client), rolledBack };
  } finally {
    await client.end();
  }
}

/** Rows that the application wrote stay after a rollback: only the schema must be as before, and rows where none wrote. */
async function withoutWrites(before: State, after: State, client: Client): Promise<State> {
  const { rows: written } = await client.query<{ count: string }>(
    'SELECT count(*)::text AS count FROM accounts WHERE id >= 900000 OR id IN (5, 6)',
  );
  return Number(written[0]?.count ?? 0) > 0 ? { ...before, rows: after.rows } : before;
}

interface Phase {
  readonly path: string;
  readonly up: string;
  readonly down: string;
}

/** The files that the split makes, in the order in which a runner takes them. */
function phasesOf({ setup: more = '', change, policy = '' }: SplitCase, version: number): readonly Phase[] {
  const offset = change.indexOf('|');
  const lines = change.slice(0, offset).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const files = filesOf({
    'migrations/0001_setup.up.sql': `${setup}${more}`,
    'migrations/0001_setup.down.sql': 'DROP TABLE accounts;',
    [changeFile]: change.replace('|', ''),
    [changeRollback]: 'SELECT 1;',
    'tenantsafe.yaml': `version: "${String(version)}"\n${policy}\n`,
  });
  const split = createLanguageService().split({ files, today: '2030-01-01' }, changeFile, position);
  if (split?.kind !== 'split') throw new Error(split?.reason ?? 'no split is offered');
  const after = laidOver(files, textsAfter(split.edits, files));
  const ups = after.paths.filter((path) => path.endsWith('.up.sql') && path >= changeFile).sort();
  return ups.map((up) => ({
    path: up,
    up: after.text(up) ?? '',
    down: after.text(up.replace('.up.', '.down.')) ?? '',
  }));
}

function filesOf(texts: Readonly<Record<string, string>>): WorkspaceFiles {
  return { paths: Object.keys(texts), text: (path) => texts[path], problem: () => undefined };
}

/** One statement after the other, as runners outside of a transaction do. */
async function run(client: Client, sql: string): Promise<void> {
  for (const { text } of parseSqlFile(sql).statements) {
    try {
      await client.query(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${reason}\nin ${text}`, { cause: error });
    }
  }
}

/** A backfill that is stopped after its first batch; the run after it must go on with the rest. */
async function interrupted(client: Client, sql: string): Promise<void> {
  if (!sql.includes('COMMIT;')) return;
  const stopping = sql
    .replaceAll('page + 500', 'page + 1')
    .replace('COMMIT;', "COMMIT;\n    IF page > 3 THEN RAISE EXCEPTION 'stopped'; END IF;");
  await expect(run(client, stopping)).rejects.toThrow('stopped');
}

async function stateOf(client: Client): Promise<State> {
  const schema = await snapshotSchema(client);
  await client.query('RESET search_path');
  const { rows: tables } = await client.query<{ name: string; columns: string }>(
    `SELECT c.oid::regclass::text AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY c.oid`,
  );
  const sums = tables.map(async ({ name, columns }) => {
    const { rows: sum } = await client.query<{ sum: string }>(
      `SELECT md5(string_agg(row::text, E'\\n' ORDER BY row::text)) AS sum FROM (SELECT ${columns} FROM ${name}) AS row`,
    );
    return [name, sum[0]?.sum ?? ''] as const;
  });
  return {
    schema,
    rows: Object.fromEntries(await Promise.all(sums)),
  };
}
