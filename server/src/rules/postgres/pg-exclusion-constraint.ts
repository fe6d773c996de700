import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** ADD EXCLUDE builds its index under the strongest lock, and knows neither CONCURRENTLY, USING INDEX nor NOT VALID. */
export const pgExclusionConstraint: Rule = {
  id: 'pg-exclusion-constraint',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD CONSTRAINT … EXCLUDE, which blocks reads and writes while its index is built',
  speaksOf: ['AT_AddConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const constraint = nodeAs(nodeAs(action.content, 'AlterTableCmd')?.def, 'Constraint');
  const { relation } = action;
  if (constraint?.contype !== 'CONSTR_EXCLUSION' || relation === undefined) return undefined;
  if (!scansUnderLock(effects) || couldBeNew(relation, reviewed, migration)) return undefined;
  return {
    what: `ADD EXCLUDE builds an index from every row of ${spokenName(relation)}, and checks each against the others, under ${spokenLocks(blockingLocks(effects))}; there is no form of it that lets others go on.`,
    who: whoWaitsMeanwhile(effects),
    remedy: `Declare it on a new table, copy the rows over in batches while a trigger keeps both in step, and let the new table take the place of ${spokenName(relation)}; or plan a time without traffic.`,
    span: action.span,
    relations: [relation],
  };
}
