import { frameworkById, type Script, type TransactionMode } from '../../project';
import type { Edit, ReviewedMigration } from '../model';
import { setLockTimeout } from './lockTimeout';

/** A migration that runs after all others, because its statements cannot share a transaction with those before. */
export interface LaterMigration {
  /** What it does, in words; the framework makes a file name of it. */
  readonly title: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly transaction: TransactionMode;
}

/**
 * The edits that make the files of a later migration, the way the framework names and marks them; a rollback only where
 * the migration under review has one too. Undefined where nobody can say where such a file would go.
 */
export function laterMigration(
  migration: ReviewedMigration,
  { title, up, down, transaction }: LaterMigration,
): readonly Edit[] | undefined {
  if (migration.direction === 'down') return undefined;
  const framework = frameworkById(migration.migration.framework);
  const folder = migration.policy.migrations.find(({ path }) => path === migration.migration.folder);
  if (framework === undefined || folder === undefined) return undefined;
  const { migrations } = migration.project;
  const needsTimeout = transaction === 'per-file' && !migration.policy.runner.setsTimeouts;
  const preamble = needsTimeout ? [setLockTimeout('transaction')] : [];
  const file = (direction: 'up' | 'down', statements: readonly string[]): readonly Edit[] => {
    const path = framework.newMigrationPath({ folder, migrations, title, direction, transaction });
    const sql = [...preamble, ...statements].map((statement) => `${statement};\n`).join('\n');
    const script: Script = { path, span: { start: 0, end: sql.length }, sql, transaction };
    const marker = transaction === 'none' ? framework.noTransactionMarker(script, migration.files) : [];
    return [{ path, span: { start: 0, end: 0 }, newText: sql, create: true }, ...(marker ?? [])];
  };
  return [...file('up', up), ...(migration.migration.down === undefined ? [] : file('down', down))];
}
