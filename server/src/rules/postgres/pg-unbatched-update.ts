import type { ExplainedAction } from '../../behaviour';
import { findTable, spokenName, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import { dataChangeLater } from '../fixes/dataChangeLater';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { isKnownSmall } from '../readings/knownSize';
import { blockedMeanwhile } from '../readings/longWork';
import { couldBeNew } from '../readings/newTables';
import { isBounded } from '../readings/rowBounds';

/** One UPDATE for all rows of a table: each of them stays locked for writers until the last is done. */
export const pgUnbatchedUpdate: Rule = {
  id: 'pg-unbatched-update',
  category: 'lock',
  severity: 'warning',
  summary: 'UPDATE of a whole existing table at once, which locks every row until it is done',
  speaksOf: ['UpdateStmt'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const update = nodeAs(action.content, 'UpdateStmt');
  const { relation } = action;
  if (update === undefined || relation === undefined || isBounded(update)) return undefined;
  if (couldBeNew(relation, reviewed, migration) || isSmall(relation, reviewed, migration)) return undefined;
  if (isInLoop(reviewed) || blockedMeanwhile(reviewed, migration).length > 0) return undefined;
  const table = spokenName(relation);
  return {
    what: `This UPDATE can change every row of ${table} at once, and writes each of them anew.`,
    who: `Until ${reviewed.inTransaction ? 'the transaction ends' : 'the last row is done'} writes to the rows changed so far wait, for all tenants; the table swells by as much as was changed, and replicas have to follow.`,
    remedy: `Go through ${table} in batches by its primary key, each committed by itself, in a migration that runs outside of a transaction.`,
    span: action.span,
    relations: [relation],
    fixes: action.within === undefined ? dataChangeLater(reviewed, migration) : [],
  };
}

/** By what the policy says of production, and for what only this session sees. */
function isSmall(
  relation: QualifiedName,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  return isKnownSmall(relation, migration) || findTable(before, relation)?.persistence === 'temporary';
}

/** A loop of a DO block goes through the rows in its own way. */
function isInLoop({ within }: ReviewedStatement): boolean {
  return within?.circumstances.some(({ kind }) => kind === 'loop') === true;
}
