import { findColumn, nameOf, quotedList, spokenList, spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByDroppedConstraint, type DroppedConstraint } from '../readings/droppedConstraints';
import { hasUniqueKey } from '../readings/uniqueKeys';

/** DROP CONSTRAINT of a UNIQUE or EXCLUDE constraint; primary keys, foreign keys and checks have rules of their own. */
export const pgDropConstraint: Rule = {
  id: 'pg-drop-constraint',
  category: 'compatibility',
  severity: 'warning',
  summary: 'DROP CONSTRAINT of a UNIQUE or EXCLUDE constraint, which running upserts may name',
  speaksOf: ['AT_DropConstraint'],
  check: (migration) => findingsByDroppedConstraint(migration, findingFor),
};

function findingFor(
  dropped: DroppedConstraint,
  _reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { table, constraint, span } = dropped;
  const consequence = consequenceOf(dropped, migration);
  if (consequence === undefined) return undefined;
  return {
    what: `Without ${constraint.name} ${consequence.allowed}.`,
    who: `${consequence.broken}, for all tenants, and the constraint cannot be added again while rows are in its way.`,
    remedy:
      'Take the application off it first; where only the columns change, create the new unique index before, and drop the old constraint in a later release.',
    span,
    relations: [nameOf(table)],
    related: [{ origin: constraint.origin, message: `${constraint.name} was added here.` }],
  };
}

interface Consequence {
  readonly allowed: string;
  readonly broken: string;
}

function consequenceOf(
  { table, constraint, left }: DroppedConstraint,
  { after }: ReviewedMigration,
): Consequence | undefined {
  const name = spokenName(nameOf(table));
  const { columns } = constraint;
  if (constraint.kind === 'unique') {
    if (hasUniqueKey(after, left, columns) || columns.some((each) => findColumn(left, each) === undefined))
      return undefined;
    return {
      allowed: `two rows of ${name} may have the same ${spokenList(columns)}`,
      broken: `INSERT … ON CONFLICT (${quotedList(columns)}) of running code fails (42P10)`,
    };
  }
  if (constraint.kind !== 'exclusion') return undefined;
  const isReplaced = left.constraints.some(({ kind }) => kind === 'exclusion');
  if (isReplaced) return undefined;
  return {
    allowed: `rows of ${name} may overlap in ${spokenList(columns)}`,
    broken: 'Code that relies on the server to refuse them goes wrong silently',
  };
}
