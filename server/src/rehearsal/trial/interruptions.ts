import { escapeIdentifier } from 'pg';
import { refusedInTransactionBlock } from '../../project';
import { pollUntil } from '../observe/polling';
import type { ProbeTarget } from '../observe/probes';
import { migrationRole } from '../roles';
import type { RunnableScript, ScriptRun, StatementFailure, StatementListener } from '../run/executeScript';
import { tablesWithOtherRows } from '../snapshot/data';
import { compareSchemas, describeDifference } from '../snapshot/schema';
import type { CleanRun } from './cleanRun';
import { readFreshState, readState } from './databaseState';
import type { Clone, Stage } from './stage';
import type { DatabaseState, Residue } from './trial';

/**
 * Where a migration was stopped: between two statements, within one that works in several transactions of its own, or
 * when all was done but the commit. Statements are counted from zero.
 */
export type InterruptionPoint =
  | { readonly kind: 'before'; readonly statement: number }
  | { readonly kind: 'inside'; readonly statement: number }
  | { readonly kind: 'before commit' };

/** The migration stopped at one point by the end of its connection, and run again from its start. */
export interface Interruption {
  readonly point: InterruptionPoint;
  /** One line for each object or table that the stop left other than before. */
  readonly leftBehind: readonly string[];
  readonly failureAgain: StatementFailure | undefined;
  /** What the second run left other than one clean run; undefined where it failed. */
  readonly difference: Residue | undefined;
}

/**
 * Stops the migration at every boundary that it has, each time on a fresh clone, and runs it again. A file in one
 * transaction has one boundary, the commit; a file outside of one has the ends of its statements, and the inside of
 * those that cannot run in a transaction. `fresh` is the state of a fresh clone.
 */
export async function interrupt(
  stage: Stage,
  script: RunnableScript,
  fresh: DatabaseState,
  cleanRun: CleanRun,
): Promise<readonly Interruption[]> {
  const interruptions: Interruption[] = [];
  for (const point of pointsOf(script)) {
    const clone = await stage.beside(() => stage.openClone());
    const before = await stage.beside(() => readFreshState(clone.admin, stage.request.fixture, fresh));
    const stopped = await stage.beside(() => stopAt(point, clone, stage.request.probeTargets));
    // A statement that waits for nobody cannot be stopped where it waits.
    if (stopped.failure === undefined) continue;
    const left = await stage.beside(() => readState(clone.admin, before));
    interruptions.push({
      point,
      leftBehind: changesBetween(before, left),
      ...(await stage.beside(() => runAgain(clone, left, cleanRun))),
    });
  }
  return interruptions;
}

async function runAgain(
  clone: Clone,
  left: DatabaseState,
  cleanRun: CleanRun,
): Promise<Pick<Interruption, 'failureAgain' | 'difference'>> {
  const { failure } = await clone.migrate();
  if (failure !== undefined) return { failureAgain: failure, difference: undefined };
  const after = await readState(clone.admin, left);
  return { failureAgain: undefined, difference: await cleanRun.compare(after, clone.admin) };
}

/** How many boundaries of a long file are tried; they are spread over it. */
const triedBoundaries = 12;

function pointsOf({ transaction, file }: RunnableScript): readonly InterruptionPoint[] {
  if (transaction === 'per-file') return [{ kind: 'before commit' }];
  const indexes = file.statements.map(({ index }) => index);
  const severalTransactions = file.statements.filter(
    ({ tree }) => tree !== undefined && refusedInTransactionBlock(tree),
  );
  return [
    ...spread(indexes.slice(1), triedBoundaries).map((statement) => ({ kind: 'before', statement }) as const),
    ...severalTransactions.map(({ index }) => ({ kind: 'inside', statement: index }) as const),
  ];
}

function spread(values: readonly number[], count: number): readonly number[] {
  if (values.length <= count) return values;
  return values.filter(
    (_, place) =>
      Math.floor((place * count) / values.length) !== Math.floor(((place - 1) * count) / values.length),
  );
}

function stopAt(point: InterruptionPoint, clone: Clone, tables: readonly ProbeTarget[]): Promise<ScriptRun> {
  switch (point.kind) {
    case 'before commit':
      return stopAtCommit(clone);
    case 'before':
      return clone.migrateUntilStopped(stopBefore(point.statement, clone));
    case 'inside':
      return stopInside(point.statement, clone, tables);
  }
}

function stopAtCommit(clone: Clone): Promise<ScriptRun> {
  return clone.migrateUntilStopped({ beforeCommit: () => endMigration(clone) });
}

function stopBefore(index: number, clone: Clone): StatementListener {
  return {
    beforeStatement: async (statement) => {
      if (statement.index === index) await endMigration(clone);
    },
  };
}

/**
 * Stops a concurrent statement where it waits for others: a transaction that writes to the tables keeps it from its
 * last phase, with its first one committed.
 */
async function stopInside(index: number, clone: Clone, tables: readonly ProbeTarget[]): Promise<ScriptRun> {
  const writer = await clone.connect('administrator');
  let hasEnded = false;
  let stopping: Promise<unknown> = Promise.resolve();
  const run = await clone.migrateUntilStopped({
    beforeStatement: async (statement) => {
      if (statement.index !== index) return;
      await writer.query('begin');
      for (const { schema, name } of tables) {
        // One that an earlier statement dropped cannot be written to.
        await writer
          .query(
            `savepoint s; lock table ${escapeIdentifier(schema)}.${escapeIdentifier(name)} in row exclusive mode`,
          )
          .catch(() => writer.query('rollback to savepoint s'));
      }
      stopping = pollUntil(async () => hasEnded || (await migrationWaits(clone))).then(() =>
        hasEnded ? undefined : endMigration(clone),
      );
    },
    afterStatement: async (statement) => {
      if (statement.index !== index) return;
      hasEnded = true;
      await writer.query('rollback');
    },
  });
  hasEnded = true;
  await stopping;
  await writer.query('rollback');
  return run;
}

async function migrationWaits({ admin }: Clone): Promise<boolean> {
  const { rowCount } = await admin.query(
    `select from pg_catalog.pg_stat_activity
     where datname = current_database() and usename = $1 and wait_event_type = 'Lock'`,
    [migrationRole],
  );
  return (rowCount ?? 0) > 0;
}

/** Ends the migration's connection, as a killed runner or a lost network does, and waits until its backend is gone. */
async function endMigration({ admin }: Clone): Promise<void> {
  const backends = `from pg_catalog.pg_stat_activity where datname = current_database() and usename = $1`;
  await admin.query(`select pg_catalog.pg_terminate_backend(pid) ${backends}`, [migrationRole]);
  await pollUntil(async () => (await admin.query(`select ${backends}`, [migrationRole])).rowCount === 0);
}

function changesBetween(before: DatabaseState, after: DatabaseState): readonly string[] {
  return [
    ...compareSchemas(before.schema, after.schema).map(describeDifference),
    ...tablesWithOtherRows(before.data, after.data).map((relation) => `changed rows of ${relation}`),
  ];
}
