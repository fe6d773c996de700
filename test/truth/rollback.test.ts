import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockedBy, explainStatement } from '../../server/src/behaviour';
import { applyScript, applyStatement, emptyCatalog, type Catalog } from '../../server/src/catalog';
import {
  compareSchemas,
  describeDifference,
  snapshotSchema,
} from '../../server/src/rehearsal/snapshot/schema';
import { generateRollback, type Rollback, type RollbackStep } from '../../server/src/rewrite';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql';
import { boundOwner, cases, type RollbackCase } from './rollback/cases';
import { startTruthServer, truthVersions, type TruthServer, type TruthVersion } from './server';

const setup = await readFile(path.join(import.meta.dirname, 'rollback/setup.sql'), 'utf8');
await loadPostgresParser();
const ofSuperuser = applyScript(emptyCatalog, { path: 'setup.sql', sql: setup });
const ofBoundOwner = applyScript(ofSuperuser, { path: 'owner.sql', sql: boundOwner });

describe.each(truthVersions)('generated rollbacks on PostgreSQL %i', (version) => {
  let server: TruthServer;
  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(
        'CREATE ROLE app_user; CREATE ROLE reporter; CREATE ROLE migrator NOSUPERUSER NOBYPASSRLS',
      );
      await session.query(setup);
    });
  });
  afterAll(async () => {
    await server.stop();
  });

  for (const [group, ofGroup] of Object.entries(cases)) {
    describe(group, () => {
      for (const each of ofGroup.filter(({ since = 0 }) => version >= since)) {
        it(each.up, async () => {
          await server.withDatabase(async (connect) => {
            const client = await connect();
            try {
              await prove(client, each, version);
            } finally {
              await client.end();
            }
          });
        });
      }
    });
  }
});

/** After migration and rollback the schema is what it was, apart from what the rollback says; so are the rows if kept. */
async function prove(client: Client, each: RollbackCase, version: TruthVersion): Promise<void> {
  const { rollback, after: migrated } = rollbackOf(each, version);
  expect(rollback.transaction).toBe(each.rollbackRuns === 'outside' ? 'none' : 'per-file');
  const remaining = each.remaining ?? each.remainingOn?.[version] ?? [];
  expect(rollback.remaining).toEqual(remaining);
  if (each.losses !== undefined) expect(rollback.losses).toEqual(each.losses);
  if (each.as === 'bound owner') await bindOwner(client);
  const schema = await snapshotSchema(client);
  const rows = await rowsOf(client);
  await client.query('RESET search_path');
  const migration = migrationWith(each.up, rollback);
  const isOutside = migration.some((sql) => /\bCONCURRENTLY\b/.test(sql));
  await inTurn(client, migration, isOutside ? 'none' : 'per-file', each, rollback);
  const undoing = parseSqlFile(rollback.text).statements.map(({ text }) => text);
  if (each.rollbackRuns === 'outside') {
    expect(blockingWork(rollback, migrated, version), rollback.text).toEqual([]);
    // Wherever it was stopped, it goes through when it is run again.
    for (let done = 1; done < undoing.length; done++) {
      await inTurn(client, undoing.slice(0, done), 'none', each, rollback);
    }
  }
  await inTurn(client, undoing, rollback.transaction, each, rollback);
  const after = await snapshotSchema(client);
  const differences = compareSchemas(schema, after).map(describeDifference);
  if (remaining.length === 0) expect(differences, rollback.text).toEqual([]);
  if (each.data === 'kept') expect(await rowsOf(client), rollback.text).toEqual(rows);
}

/** Statements that go through a whole table while writers wait for it. */
function blockingWork({ text }: Rollback, migrated: Catalog, version: TruthVersion): readonly string[] {
  let catalog = migrated;
  return parseSqlFile(text).statements.flatMap((statement) => {
    const { effects } = explainStatement(statement, { catalog, version });
    catalog = applyStatement(catalog, statement, 'rollback.sql');
    const locked = effects.locks.filter(({ mode }) => blockedBy(mode).includes('writes'));
    const isLong = [...effects.rewrites, ...effects.scans].some((relation) =>
      locked.some((lock) => lock.relation === relation),
    );
    return isLong ? [statement.text] : [];
  });
}

/** Without what the rollback does about it, the owner finds no row to keep or to restore. */
async function bindOwner(client: Client): Promise<void> {
  await client.query(boundOwner);
  await client.query('SET ROLE migrator');
  const { rows } = await client.query('SELECT FROM accounts UNION ALL SELECT FROM invoices');
  expect(rows).toEqual([]);
  await client.query('RESET ROLE');
}

/** Runs a script as a runner would: in one transaction, unless it is marked to run outside. */
async function inTurn(
  client: Client,
  statements: readonly string[],
  transaction: Rollback['transaction'],
  { as }: RollbackCase,
  rollback: Rollback,
): Promise<void> {
  if (as === 'bound owner') await client.query('SET ROLE migrator');
  if (transaction === 'per-file') await client.query('BEGIN');
  for (const sql of statements) await run(client, sql, rollback.text);
  if (transaction === 'per-file') await client.query('COMMIT');
  await client.query('RESET ROLE');
}

async function run(client: Client, sql: string, rollback: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\nin ${sql}\nof\n${rollback}`, { cause: error });
  }
}

function rollbackOf(
  { up, data, as }: RollbackCase,
  version: TruthVersion,
): { readonly rollback: Rollback; readonly after: Catalog } {
  const { statements } = parseSqlFile(up);
  const before = as === 'bound owner' ? ofBoundOwner : ofSuperuser;
  let catalog = before;
  const steps = statements.map((statement): RollbackStep => {
    const after = applyStatement(catalog, statement, 'up.sql');
    const behaviour = explainStatement(statement, { catalog, version });
    const step = { statement, before: catalog, after, behaviour };
    catalog = after;
    return step;
  });
  const rollback = generateRollback({
    path: 'V2__up.sql',
    version: '2',
    steps,
    before,
    after: catalog,
    serverVersion: version,
    bypassesRls: as !== 'bound owner',
    lockTimeout: "SET LOCAL lock_timeout = '2s'",
    tenantColumns: ['tenant_id'],
    outsideTransactions: 'possible',
    data: data ?? 'lost',
  });
  return { rollback, after: catalog };
}

/** The migration's statements, with those that keep rows put in. */
function migrationWith(up: string, { keeping, replacing }: Rollback): readonly string[] {
  return parseSqlFile(up).statements.flatMap((statement) => {
    const kept = keeping.find(({ before: place }) => place.index === statement.index)?.statements ?? [];
    const instead = replacing.find((each) => each.statement.index === statement.index)?.statements;
    return [...kept, ...(instead ?? [statement.text])];
  });
}

async function rowsOf(client: Client): Promise<Readonly<Record<string, unknown>>> {
  const tables = ['tenants', 'accounts', 'invoices', 'events', 'notes', 'people'];
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM public.${table} AS t ORDER BY to_jsonb(t) ->> 'id'`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}
