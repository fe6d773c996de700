import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  explainStatement,
  postgresRows,
  type Example,
  type ExplainedStatement,
} from '../../server/src/behaviour';
import { applyScript, emptyCatalog } from '../../server/src/catalog';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql';
import { observe, type Observation, type Refusal } from './behaviour/observe';
import { startTruthServer, truthVersions, type Connect, type TruthServer } from './server';

const setup = await readFile(path.join(import.meta.dirname, 'behaviour/setup.sql'), 'utf8');
await loadPostgresParser();
const schema = applyScript(emptyCatalog, { path: 'setup.sql', sql: setup });

describe.each(truthVersions)('the behaviour table on PostgreSQL %i', (version) => {
  let server: TruthServer;
  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(
        'DO $$ BEGIN CREATE ROLE app_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$',
      );
      await session.query(setup);
      await session.query('ANALYZE');
    });
  });
  afterAll(async () => {
    await server.stop();
  });

  for (const row of postgresRows) {
    for (const [index, example] of row.examples.entries()) {
      if (!isFor(example, version)) continue;
      it(`${row.id} ${String(index + 1)}: ${example.title ?? example.sql}`, async () => {
        const explained = explain(example, version);
        expect(explained.actions.map((action) => action.row?.id)).toContain(row.id);
        const observed = await run(server, example, explained);
        expect({ sql: example.sql, ...observed }).toEqual({
          sql: example.sql,
          ...claimed(example, explained, observed),
        });
      });
    }
  }
});

function isFor(example: Example, version: number): boolean {
  return version >= (example.since ?? 0) && version <= (example.until ?? Infinity);
}

function explain(example: Example, version: number): ExplainedStatement {
  const catalog = applyScript(schema, { path: 'example.sql', sql: example.setup ?? '' });
  const statement = parseSqlFile(example.sql).statements[0];
  if (statement === undefined) throw new Error(`the example has no statement: ${example.sql}`);
  return explainStatement(statement, { catalog, version });
}

/**
 * What is rolled back again can be tried on one database; all else gets a database of its own. So do changes of data:
 * the dead rows that they leave behind would change later plans.
 */
async function run(
  server: TruthServer,
  example: Example,
  { effects }: ExplainedStatement,
): Promise<Observation | Refusal> {
  const work = async (connect: Connect) => {
    if (example.setup !== undefined) {
      const session = await connect();
      await session.query(example.setup);
      await session.end();
    }
    try {
      return await observe(connect, example.sql);
    } finally {
      await dropSubscriptions(connect);
    }
  };
  const changesData = effects.locks.some(({ mode }) => mode === 'ROW EXCLUSIVE');
  const leavesTraces = example.setup !== undefined || !effects.transactional || changesData;
  return leavesTraces ? server.withDatabase(work) : server.withSharedDatabase(work);
}

/** A database with a subscription cannot be dropped. */
async function dropSubscriptions(connect: Connect): Promise<void> {
  const session = await connect();
  const { rows } = await session.query<{ name: string }>(`
    SELECT quote_ident(subname) AS name FROM pg_subscription
    WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  for (const { name } of rows) await session.query(`DROP SUBSCRIPTION ${name}`);
  await session.end();
}

/** What the server must show: the refusal that the example expects, or exactly the effects that the row claims. */
function claimed(
  example: Example,
  { effects }: ExplainedStatement,
  observed: Observation | Refusal,
): Observation | Refusal {
  if (example.refusedWith !== undefined) {
    const message = 'message' in observed ? observed.message : 'a refusal';
    return { refusedWith: example.refusedWith, message };
  }
  return {
    locks: effects.locks.map(({ relation, mode }) => `${relation}: ${mode}`).sort(),
    rewrites: [...effects.rewrites].sort(),
    scans: [...effects.scans].sort(),
    rebuildsIndexes: [...effects.rebuildsIndexes].sort(),
    transactional: effects.transactional,
  };
}
