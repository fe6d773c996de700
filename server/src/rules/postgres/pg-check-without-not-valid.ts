import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import { addNotValid } from '../fixes/notValidFirst';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { isRewrittenAnyway, whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** ADD CHECK that looks at every row at once, under the strongest lock. */
export const pgCheckWithoutNotValid: Rule = {
  id: 'pg-check-without-not-valid',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD CHECK without NOT VALID, which blocks reads and writes while all rows are checked',
  speaksOf: ['AT_AddConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const constraint = nodeAs(command?.def, 'Constraint');
  const { relation } = action;
  if (command?.subtype !== 'AT_AddConstraint' || constraint?.contype !== 'CONSTR_CHECK') return undefined;
  if (relation === undefined || !scansUnderLock(effects)) return undefined;
  if (isRewrittenAnyway(relation, reviewed) || couldBeNew(relation, reviewed, migration)) return undefined;
  return {
    what: `ADD CHECK looks at every row of ${spokenName(relation)} under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Add it NOT VALID, so that it holds for new rows at once, and VALIDATE CONSTRAINT in a later migration, which lets reads and writes go on.',
    span: action.span,
    relations: [relation],
    fixes: addNotValid(migration, reviewed, {
      table: relation,
      kind: 'check',
      written: constraint,
      span: action.span,
    }),
  };
}
