import { findTable, type QualifiedName } from '../../catalog';
import type { Edit, ReviewedMigration } from '../model';
import { quoted, quotedName } from '../readings/identifiers';
import { oldestMajor } from '../readings/versions';
import { canMarkLaterMigration, laterMigration } from './laterMigration';
import { inSessionWithTimeout } from './lockTimeout';
import { notNullSteps } from './notNullSteps';

/** A column whose default is set, but not yet in the rows that were there before. */
export interface ColumnToFill {
  readonly table: QualifiedName;
  readonly column: string;
  /** Whether it is to be NOT NULL once all rows have a value. */
  readonly required: boolean;
}

/**
 * The later migration that gives existing rows the column's default, and then makes it NOT NULL where it should be.
 * Undefined where the rows cannot be walked through in batches that commit, or where the runner would not see them all.
 */
export function fillLater(
  migration: ReviewedMigration,
  { table: name, column, required }: ColumnToFill,
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
      batchedFill(name, column),
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

/** Walks through the table's pages; each batch commits, so that no row stays locked for long. */
function batchedFill(table: QualifiedName, column: string): string {
  const name = quotedName(table);
  return `DO $$
DECLARE
  page bigint := 0;
BEGIN
  WHILE page * current_setting('block_size')::bigint < pg_relation_size('${name.replaceAll("'", "''")}') LOOP
    UPDATE ${name} SET ${quoted(column)} = DEFAULT
    WHERE ${quoted(column)} IS NULL
      AND ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + 500)::tid;
    COMMIT;
    page := page + 500;
  END LOOP;
END
$$`;
}
