import type { Client } from 'pg';
import type { Migration } from '../../project';
import { parseSqlFile } from '../../sql';
import {
  executeScript,
  type RunnableScript,
  type StatementFailure,
  type StatementFilter,
} from './executeScript';

/** A migration of the history that the fixture server refused. */
export interface HistoryFailure {
  /** Zero-based place among the migrations given. */
  readonly at: number;
  readonly migration: Migration;
  readonly failure: StatementFailure;
}

/** Runs migrations in order on one connection of the migration role; stops at the first that fails. */
export async function replayHistory(
  client: Client,
  migrations: readonly Migration[],
  filter: StatementFilter,
): Promise<HistoryFailure | undefined> {
  for (const [at, migration] of migrations.entries()) {
    const { failure } = await executeScript(client, runnable(migration, 'up'), {}, filter);
    if (failure !== undefined) return { at, migration, failure };
    // What a migration set for its session must not reach the next: runners open a new one or reset it.
    await client.query('discard all');
  }
  return undefined;
}

/** The script of one direction, ready to run. The rollback must be there where it is asked for. */
export function runnable(migration: Migration, direction: 'up' | 'down'): RunnableScript {
  const script = direction === 'up' ? migration.up : migration.down;
  if (script === undefined) throw new Error(`${migration.up.path} has no rollback.`);
  return { path: script.path, file: parseSqlFile(script.sql), transaction: script.transaction };
}
