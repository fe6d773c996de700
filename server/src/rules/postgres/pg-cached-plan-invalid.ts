import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';

/** A prepared `SELECT *` promised the columns that the table had when it was prepared. */
export const pgCachedPlanInvalid: Rule = {
  id: 'pg-cached-plan-invalid',
  category: 'compatibility',
  severity: 'off',
  summary:
    'A change of columns after which prepared statements with SELECT * fail until they are prepared again',
  speaksOf: ['AT_AddColumn', 'AT_AlterColumnType', 'AT_DropColumn', 'RenameStmt'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { relation } = action;
  const change = changeOf(action.content);
  // A constraint inside an ADD COLUMN is an action of its own, and changes no column.
  if (change === undefined || relation === undefined || action.within !== undefined) return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  const table = spokenName(relation);
  return {
    what: `${change} changes what SELECT * from ${table} returns, and a statement that was prepared before fails with "cached plan must not change result type" (SQLSTATE 0A000).`,
    who: `That hits application code of every tenant that keeps prepared statements with SELECT * or ${table}.* in pooled connections; inside a transaction a driver cannot prepare them again by itself.`,
    remedy:
      'Name the columns in such queries, or have the pool close its connections or run DISCARD PLANS and DEALLOCATE ALL after the migration.',
    span: action.span,
    relations: [relation],
  };
}

function changeOf(content: ExplainedAction['action']['content']): string | undefined {
  if (nodeAs(content, 'RenameStmt')?.renameType === 'OBJECT_COLUMN') return 'Renaming a column';
  switch (nodeAs(content, 'AlterTableCmd')?.subtype) {
    case 'AT_AddColumn':
      return 'Adding a column';
    case 'AT_DropColumn':
      return 'Dropping a column';
    case 'AT_AlterColumnType':
      return 'Changing a column’s type';
    default:
      return undefined;
  }
}
