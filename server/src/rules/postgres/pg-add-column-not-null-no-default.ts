import type { ExplainedAction } from '../../behaviour';
import { columnConstraints, withoutConstraints } from '../fixes/columnDefinition';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAddedColumn, hasColumnConstraint, type AddedColumn } from '../readings/addedColumns';
import { spokenName } from '../../catalog';
import { requiredTenantColumn } from '../readings/tenantColumns';

/** A column that must have a value and gets none: neither in the rows that are there nor from code that does not know it. */
export const pgAddColumnNotNullNoDefault: Rule = {
  id: 'pg-add-column-not-null-no-default',
  category: 'compatibility',
  severity: 'error',
  summary: 'ADD COLUMN … NOT NULL without a default, which the server refuses as soon as the table has a row',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-required-without-default'], findingFor),
};

function findingFor(
  column: AddedColumn,
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  if (requiredTenantColumn(explained, reviewed, migration) !== undefined) return undefined;
  const table = spokenName(column.relation);
  const isKey = hasColumnConstraint(column.definition, 'CONSTR_PRIMARY');
  return {
    what: `${column.name} must have a value${isKey ? ', as a primary key' : ''}, and has no default: the server refuses it (SQLSTATE 23502) as soon as ${table} has a row.`,
    who: `The migration stops at the first tenant with a row in ${table}; where there is none, application code that does not know ${column.name} cannot insert any more.`,
    remedy:
      'Add the column without NOT NULL, let the application write it, fill the existing rows in batches, and make it NOT NULL in a later migration.',
    span: explained.action.span,
    relations: [column.relation],
    fixes: isKey ? [] : makeNullable(column, reviewed, migration),
  };
}

/** Only the first step: what value the existing rows should get, nobody can say here. */
function makeNullable(
  { name }: AddedColumn,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const edits = withoutConstraints(migration, columnConstraints(statement, name, 'CONSTR_NOTNULL'));
  return edits.length === 0 ? [] : [{ title: 'Add the column without NOT NULL', preferred: false, edits }];
}
