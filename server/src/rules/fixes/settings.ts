import { frameworkById } from '../../project';
import type { Edit, ReviewedMigration, ReviewedStatement } from '../model';
import { startOfTransaction } from '../readings/transactionCommands';
import { insertionBefore } from './insertions';

/** Where a SET of a fix holds: `SET LOCAL` ends with its transaction, and outside of one it would do nothing. */
export function scopeFor({ inTransaction }: ReviewedStatement): 'transaction' | 'session' {
  return inTransaction ? 'transaction' : 'session';
}

/** `SET LOCAL name = 'value'`, or `SET name = 'value'` where no transaction is open. */
export function settingFor(reviewed: ReviewedStatement, name: string, value: string): string {
  return `SET ${reviewed.inTransaction ? 'LOCAL ' : ''}${name} = '${value.replaceAll("'", "''")}'`;
}

/**
 * The edits that put a SET at the beginning of the statement's transaction, or of the file where there is none. Empty where
 * a further statement would change how the runner takes the file and nothing can mark it.
 */
export function settingAtStart(
  setting: string,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Edit[] {
  const start = startOfTransaction(reviewed, migration);
  const edit = insertionBefore(migration, start.statement, `${setting};`);
  const marker = staysOutside(reviewed, migration);
  return marker === undefined ? [] : [edit, ...marker];
}

/**
 * What keeps a file out of a transaction that has another statement now: runners such as Flyway look at what a file holds.
 * Undefined where nothing does.
 */
function staysOutside(
  { inTransaction }: ReviewedStatement,
  { script, migration, policy, files, file }: ReviewedMigration,
): readonly Edit[] | undefined {
  const folder = policy.migrations.find(({ path }) => path === migration.folder);
  if (inTransaction || folder?.transaction === 'none') return [];
  const marker = frameworkById(migration.framework)?.noTransactionMarker(script, files);
  if (marker === undefined) return file.statements.length > 1 ? [] : undefined;
  return marker.filter(
    ({ path, span, newText }) => files.text(path)?.slice(span.start, span.end) !== newText,
  );
}
