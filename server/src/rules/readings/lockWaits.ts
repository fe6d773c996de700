import { isStronger, type LockClaim } from '../../behaviour';
import { nodeAs } from '../../sql';
import type { ReviewedStatement } from '../model';
import { blockingLocks } from './waiting';

/**
 * The locks that a statement queues for, so that everybody after it queues behind it: not those that the transaction holds
 * already, and none with NOWAIT.
 */
export function locksWaitedFor({ statement, behaviour, held }: ReviewedStatement): readonly LockClaim[] {
  if (nodeAs(statement.tree, 'LockStmt')?.nowait === true) return [];
  return blockingLocks(behaviour.effects).filter(({ relation, mode }) => {
    const holding = held.get(relation);
    return holding === undefined || isStronger(mode, holding);
  });
}
