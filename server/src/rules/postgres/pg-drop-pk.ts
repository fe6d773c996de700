import { findColumn, nameOf, primaryKeyOf, quotedList, spokenList, spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import {
  findingsByDroppedConstraint,
  haveSameColumns,
  type DroppedConstraint,
} from '../readings/droppedConstraints';
import { hasUniqueKey } from '../readings/uniqueKeys';

/** DROP CONSTRAINT of a primary key that the migration does not put back on the same columns. */
export const pgDropPk: Rule = {
  id: 'pg-drop-pk',
  category: 'compatibility',
  severity: 'warning',
  summary: 'DROP CONSTRAINT of a primary key, on which upserts, replication and references rest',
  speaksOf: ['AT_DropConstraint'],
  check: (migration) => findingsByDroppedConstraint(migration, findingFor),
};

function findingFor(
  { table, constraint, left, span }: DroppedConstraint,
  _reviewed: ReviewedStatement,
  { after }: ReviewedMigration,
): Finding | undefined {
  // Which columns a table has after a block that may have changed it, cannot be told.
  if (constraint.kind !== 'primary key' || left.uncertain !== undefined) return undefined;
  const next = primaryKeyOf(left);
  if (next !== undefined && haveSameColumns(next.columns, constraint.columns)) return undefined;
  // With one of its columns gone there is no such key to speak of: pg-drop-column does.
  const isStillThere = constraint.columns.every((column) => findColumn(left, column) !== undefined);
  const isStillUnique = !isStillThere || hasUniqueKey(after, left, constraint.columns);
  const name = spokenName(nameOf(table));
  const consequences = [
    ...(isStillUnique
      ? []
      : [
          `two rows may have the same ${spokenList(constraint.columns)}`,
          `INSERT … ON CONFLICT (${quotedList(constraint.columns)}) fails (42P10)`,
        ]),
    ...(next === undefined
      ? ['where the table is published for logical replication, its UPDATE and DELETE fail (55000)']
      : []),
  ];
  if (consequences.length === 0) return undefined;
  return {
    what: `${name} loses its primary key on ${spokenList(constraint.columns)}${next === undefined ? '' : `, and has one on ${spokenList(next.columns)} instead`}.`,
    who: `From then on ${spokenList(consequences)}, for all tenants.`,
    remedy:
      next === undefined
        ? 'Put another primary key in its place in the same transaction, with ADD CONSTRAINT … PRIMARY KEY USING INDEX.'
        : 'Keep a unique index on the old columns until no running code rests on them.',
    span,
    relations: [nameOf(table)],
    related: [{ origin: constraint.origin, message: `The primary key was declared here.` }],
  };
}
