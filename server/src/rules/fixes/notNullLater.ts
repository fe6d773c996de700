import type { Action } from '../../behaviour';
import { nameOf, quoted, type Table } from '../../catalog';
import type { Fix, ReviewedMigration } from '../model';
import { withConstraintDrop } from './downScript';
import { laterMigration, notNullSteps } from '../../rewrite';

/** In place of an action that makes a column NOT NULL: here the constraint for new rows, and in a later migration the check of the old ones. */
export function notNullLater(
  migration: ReviewedMigration,
  { span }: Action,
  table: Table,
  column: string,
): readonly Fix[] {
  const { constraint, action, later, undone } = notNullSteps(migration, table, column);
  const files = laterMigration(migration, {
    title: `${table.name} ${column} not null`,
    up: later,
    down: undone,
    transaction: 'per-file',
  });
  if (files === undefined) return [];
  const down = withConstraintDrop(migration, nameOf(table), column, `DROP CONSTRAINT ${quoted(constraint)}`);
  return [
    {
      title: 'Add the constraint NOT VALID, and validate it in a later migration',
      preferred: true,
      edits: [{ path: migration.script.path, span, newText: action }, ...down, ...files],
    },
  ];
}
