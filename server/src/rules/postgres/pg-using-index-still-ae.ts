import type { ExplainedAction } from '../../behaviour';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { keyOfLiveTable } from '../readings/addedKeys';
import { findingsByAction } from '../readings/findingsByAction';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { locksWaitedFor } from '../readings/lockWaits';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** A key over an index that is there is made at once, but under the strongest lock, which has to be waited for. */
export const pgUsingIndexStillAe: Rule = {
  id: 'pg-using-index-still-ae',
  category: 'lock',
  severity: 'info',
  summary: 'ADD UNIQUE or PRIMARY KEY USING INDEX, which still needs the strongest lock, without a limit',
  speaksOf: ['AT_AddConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { action, effects } = explained;
  const key = keyOfLiveTable(explained, reviewed, migration);
  // Where rows are read too, pg-pk-using-nullable-index speaks.
  if (key?.written.indexname === undefined || scansUnderLock(effects)) return undefined;
  if (isWaitLimitedByAnyone(reviewed, migration) || locksWaitedFor(reviewed).length === 0) return undefined;
  const locks = blockingLocks(effects);
  return {
    what: `USING INDEX saves building the index, not the lock: it takes ${spokenLocks(locks)}, for a moment.`,
    who: `While it waits for that behind running queries, and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: 'Set a lock_timeout before it, and run the migration again when it times out.',
    span: action.span,
    relations: [key.relation],
  };
}
