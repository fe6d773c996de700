import type { ExplainedAction } from '../../behaviour';
import { findRelation, spokenName } from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { isAlwaysTrue } from '../readings/alwaysTrue';
import { findingsByAction } from '../readings/findingsByAction';
import { isOfThisMigration } from '../readings/madeHere';
import { couldBeNew } from '../readings/newTables';

/** A WHERE that looks like a condition and holds for every row. */
export const pgDeleteTautology: Rule = {
  id: 'pg-delete-tautology',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DELETE or UPDATE whose WHERE is true for every row, such as 1 = 1',
  speaksOf: ['DeleteStmt', 'UpdateStmt'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { relation, content } = action;
  const [remove, update] = [nodeAs(content, 'DeleteStmt'), nodeAs(content, 'UpdateStmt')];
  const condition = remove?.whereClause ?? update?.whereClause;
  if (relation === undefined || condition === undefined) return undefined;
  // With USING or FROM the condition may speak of the other relation's columns.
  if ((remove?.usingClause ?? update?.fromClause) !== undefined) return undefined;
  const table = findRelation(reviewed.before, relation);
  if (couldBeNew(relation, reviewed, migration) || isOfThisMigration(table?.origin, migration))
    return undefined;
  if (!isAlwaysTrue(condition, table)) return undefined;
  const verb = remove === undefined ? 'UPDATE changes' : 'DELETE takes';
  return {
    what: `${verb} every row of ${spokenName(relation)}: the condition ${sqlOf(condition)} is true for all of them.`,
    who: 'That is the data of all tenants, and a rollback cannot bring it back.',
    remedy:
      'Write the condition that was meant; if all rows are, leave the WHERE out, so that everybody sees it.',
    span: action.span,
    relations: [relation],
  };
}
