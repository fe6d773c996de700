import { partitionInSteps } from '../fixes/partitionInSteps';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenName } from '../../catalog';
import { attachedTables, newPartitionOf, readUnderLock } from '../readings/newPartitions';
import { couldBeNew } from '../readings/newTables';
import { conditionOfBound } from '../readings/partitionBounds';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** ATTACH PARTITION reads the whole new partition, unless a CHECK proves that its rows belong there. */
export const pgAttachPartition: Rule = {
  id: 'pg-attach-partition',
  category: 'lock',
  severity: 'warning',
  summary: 'ATTACH PARTITION that reads all of the new partition while nobody else can use it',
  speaksOf: ['AT_AttachPartition', 'CreateStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const added = newPartitionOf(reviewed);
  if (added?.how !== 'attached' || couldBeNew(added.partition, reviewed, migration)) return undefined;
  const { effects } = added.explained;
  // Whether a CHECK that is there proves enough, nobody can say here.
  if (effects.dependsOn.length > 0) return undefined;
  const read = readUnderLock(added, attachedTables(added));
  if (read.length === 0) return undefined;
  const locks = blockingLocks(effects).filter(({ relation }) => attachedTables(added).includes(relation));
  const partition = spokenName(added.partition);
  const condition = conditionOfBound(added.parentTable, added.bound);
  return {
    what: `ATTACH PARTITION takes ${spokenLocks(locks)}, and holds it while every row is read to see whether it belongs there, and for indexes and keys that ${partition} lacks.`,
    who: `For as long as that takes, and it grows with the table, ${whoWaits(locks)}, for all tenants; ${spokenName(added.parent)} stays in use.`,
    remedy: `Add ${condition === undefined ? 'a CHECK that says what the bounds say' : `CHECK (${condition})`} to ${partition} NOT VALID, validate it and build the indexes it lacks in later migrations, and attach it then.`,
    span: reviewed.statement.span,
    relations: read,
    fixes: partitionInSteps(migration, added),
  };
}
