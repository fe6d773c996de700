import type { ExplainedAction } from '../../behaviour';
import { typeOf } from '../../sql';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { addedColumnOf, type AddedColumn } from '../readings/addedColumns';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { typeToken } from '../readings/tokens';

/** Values of json cannot be compared, which breaks queries that compare whole rows of the table. */
export const pgAddColumnJson: Rule = {
  id: 'pg-add-column-json',
  category: 'compatibility',
  severity: 'info',
  summary: 'ADD COLUMN of type json, which has no equality: SELECT DISTINCT and GROUP BY on whole rows fail',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  // Constraints of the column are actions of their own.
  const column = action.within === undefined ? addedColumnOf(action) : undefined;
  const type = typeOf(column?.definition.typeName);
  if (column === undefined || type?.name !== 'json' || type.schema !== undefined) return undefined;
  if (type.arrayDimensions > 0 || couldBeNew(column.relation, reviewed, migration)) return undefined;
  return {
    what: `${column.name} is of type json, which has no equality operator.`,
    who: `Queries of running application code that compare whole rows of ${spokenName(column.relation)}, such as SELECT DISTINCT ${spokenName(column.relation)}.* or a UNION, fail for every tenant from then on (SQLSTATE 42883).`,
    remedy: 'Use jsonb, unless white space and the order of keys have to be kept.',
    span: action.span,
    relations: [column.relation],
    fixes: useJsonb(column, reviewed, migration),
  };
}

function useJsonb(
  { definition }: AddedColumn,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const type = typeToken(statement, definition);
  if (type?.text.toLowerCase() !== 'json') return [];
  const span = { start: type.start, end: type.end };
  const edits = [{ path: migration.script.path, span, newText: 'jsonb' }];
  return [{ title: 'Use jsonb', preferred: false, edits }];
}
