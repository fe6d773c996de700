import { findRelation, resolveRelation, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isOfThisMigration } from './madeHere';
import { couldBeNew } from './newTables';

export interface Truncation {
  /** The tables that the statement names, without those that only this migration knows. */
  readonly named: readonly QualifiedName[];
  /** Those that CASCADE empties too, because a foreign key of theirs references one of them. */
  readonly alongWithThem: readonly QualifiedName[];
}

/** Undefined where the statement is no TRUNCATE, or empties new tables only. */
export function readTruncate(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Truncation | undefined {
  const { statement, before, behaviour } = reviewed;
  const truncate = nodeAs(statement.tree, 'TruncateStmt');
  const written = (truncate?.relations ?? []).flatMap((node) => {
    const name = nameOfRangeVar(nodeAs(node, 'RangeVar'));
    return name === undefined ? [] : [resolveRelation(before, name)];
  });
  const isOld = (name: QualifiedName) =>
    !couldBeNew(name, reviewed, migration) &&
    !isOfThisMigration(findRelation(before, name)?.origin, migration);
  const named = written.filter(isOld);
  if (named.length === 0) return undefined;
  // The behaviour locks exactly what is emptied; partitions and children are no tables of their own to a reader.
  const emptied = behaviour.effects.locks.map(({ relation }) => relation);
  const alongWithThem = emptied.filter(
    (name) => !written.includes(name) && isOld(name) && !isBelow(name, written, reviewed),
  );
  return { named, alongWithThem: truncate?.behavior === 'DROP_CASCADE' ? alongWithThem : [] };
}

function isBelow(
  name: QualifiedName,
  tables: readonly QualifiedName[],
  { before }: Pick<ReviewedStatement, 'before'>,
): boolean {
  const table = findRelation(before, name);
  if (table === undefined || !('inherits' in table)) return false;
  const parents = [...table.inherits, ...(table.partitionOf === undefined ? [] : [table.partitionOf.parent])];
  return parents.some((parent) => tables.includes(parent) || isBelow(parent, tables, { before }));
}
