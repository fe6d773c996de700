import { findConstraint, findTable, type Constraint, type Table } from '../../catalog';
import { nodeAs, type Span } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement } from '../model';
import { findingsByAction } from './findingsByAction';
import { isOfThisMigration } from './madeHere';
import { couldBeNew } from './newTables';

/** A constraint of an earlier migration that a DROP CONSTRAINT takes away for good. */
export interface DroppedConstraint {
  readonly table: Table;
  readonly constraint: Constraint;
  /** The table as the script leaves it. */
  readonly left: Table;
  readonly span: Span;
}

/** What a rule finds in the constraints that a migration drops; a rollback only goes back to what the older code knows. */
export function* findingsByDroppedConstraint(
  migration: ReviewedMigration,
  findingFor: (
    dropped: DroppedConstraint,
    reviewed: ReviewedStatement,
    migration: ReviewedMigration,
  ) => Finding | undefined,
): Iterable<Finding> {
  if (migration.direction === 'down') return;
  yield* findingsByAction(migration, ({ action }, reviewed) => {
    const command = nodeAs(action.content, 'AlterTableCmd');
    const { relation, span } = action;
    if (command?.subtype !== 'AT_DropConstraint' || command.name === undefined || relation === undefined)
      return undefined;
    if (couldBeNew(relation, reviewed, migration)) return undefined;
    const table = findTable(reviewed.before, relation);
    const left = findTable(migration.after, relation);
    const constraint = table === undefined ? undefined : findConstraint(table, command.name);
    if (table === undefined || left === undefined || constraint === undefined) return undefined;
    if (isOfThisMigration(constraint.origin, migration)) return undefined;
    return findingFor({ table, constraint, left, span }, reviewed, migration);
  });
}

/** Whether two lists hold the same columns, in whatever order. */
export function haveSameColumns(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column) => other.includes(column));
}
