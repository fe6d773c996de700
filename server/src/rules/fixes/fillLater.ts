import { findTable, quoted, quotedName, type QualifiedName } from '../../catalog';
import { oldestMajor } from '../../project';
import {
  batchedUpdates,
  canMarkLaterMigration,
  inSessionWithTimeout,
  laterMigration,
  notNullSteps,
} from '../../rewrite';
import type { Edit, ReviewedMigration } from '../model';

/** A column that the rows which were there before have no value in yet. */
export interface ColumnToFill {
  readonly table: QualifiedName;
  readonly column: string;
  /** SQL of the value for each row; its default where it is left out. */
  readonly value?: string;
  /** Whether it is to be NOT NULL once all rows have a value. */
  readonly required: boolean;
}

/**
 * The later migration that gives existing rows their value, and then makes it NOT NULL where it should be.
 * Undefined where the rows cannot be walked through in batches that commit, or where the runner would not see them all.
 */
export function fillLater(
  migration: ReviewedMigration,
  { table: name, column, value = 'DEFAULT', required }: ColumnToFill,
): readonly Edit[] | undefined {
  const table = findTable(migration.before, name);
  if (table?.kind !== 'table' || !canMarkLaterMigration(migration)) return undefined;
  // Ranges of row addresses are an index of their own from PostgreSQL 14 on; before, each batch would read the table.
  if (oldestMajor(migration.policy) < 14) return undefined;
  // The owner of a table with forced row security would update no row, and not hear of it.
  if (table.rowSecurity.forced && !migration.policy.runner.bypassesRls) return undefined;
  const steps = required ? notNullSteps(migration, table, column) : undefined;
  return laterMigration(migration, {
    title: `fill ${table.name} ${column}`,
    up: [
      ...batchedUpdates(
        { table, assignments: [{ column, value }], pending: `${quoted(column)} IS NULL` },
        migration.before,
        migration,
      ),
      ...(steps === undefined ? [] : inSessionWithTimeout(migration, [steps.first, ...steps.later])),
    ],
    down: required
      ? inSessionWithTimeout(migration, [
          `ALTER TABLE ${quotedName(name)} ALTER COLUMN ${quoted(column)} DROP NOT NULL`,
        ])
      : 'the values that were filled in stay, and go when the column goes',
    transaction: 'none',
  });
}
