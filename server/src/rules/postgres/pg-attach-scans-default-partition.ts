import { partitionInSteps } from '../fixes/partitionInSteps';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { newPartitionOf, readUnderLock } from '../readings/newPartitions';
import { couldBeNew } from '../readings/newTables';
import { conditionOfBound } from '../readings/partitionBounds';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** A new partition beside a default partition: the server looks there for rows that belong to the new one. */
export const pgAttachScansDefaultPartition: Rule = {
  id: 'pg-attach-scans-default-partition',
  category: 'lock',
  severity: 'warning',
  summary:
    'A new partition that makes the server read the whole default partition while nobody else can use it',
  speaksOf: ['AT_AttachPartition', 'CreateStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const added = newPartitionOf(reviewed);
  const [fallback] = added?.fallback ?? [];
  if (added === undefined || fallback === undefined || couldBeNew(fallback, reviewed, migration))
    return undefined;
  const { effects } = added.explained;
  // Whether a CHECK that is there proves enough, nobody can say here.
  if (effects.dependsOn.length > 0) return undefined;
  const read = readUnderLock(added, added.fallback);
  if (read.length === 0) return undefined;
  const locks = blockingLocks(effects).filter(
    ({ relation }) => relation === added.parent || added.fallback.includes(relation),
  );
  const condition = conditionOfBound(added.parentTable, added.bound);
  return {
    what: `${spokenName(added.parent)} has a default partition: ${spokenLocks(locks)} is held while every row of ${spokenList(read.map(spokenName))} is read, in case it belongs to the new partition.`,
    who: `For as long as that takes, and it grows with the default partition, ${whoWaits(locks)}, for all tenants.`,
    remedy: `Add ${condition === undefined ? 'a CHECK that rules such rows out' : `CHECK (NOT (${condition}))`} to ${spokenName(fallback)} NOT VALID, and in a later migration validate it, then add the partition, which reads nothing more.`,
    span: reviewed.statement.span,
    relations: read,
    fixes: partitionInSteps(migration, added),
  };
}
