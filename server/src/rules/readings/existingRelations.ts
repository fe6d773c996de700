import type { LockClaim } from '../../behaviour';
import type { QualifiedName } from '../../catalog';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { couldBeNew } from './newTables';
import { blockingLocks } from './waiting';

/** The locks of a statement for which writers of tables that are in use wait. */
export function locksOnExisting(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly LockClaim[] {
  return blockingLocks(reviewed.behaviour.effects).filter(
    ({ relation }) => !couldBeNew(relation, reviewed, migration),
  );
}

/** Those of the relations that were there before the script. */
export function existing(
  relations: readonly QualifiedName[],
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  return relations.filter((relation) => !couldBeNew(relation, reviewed, migration));
}
