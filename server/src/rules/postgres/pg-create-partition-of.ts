import { attachInstead } from '../fixes/attachInstead';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { spokenName } from '../../catalog';
import { newPartitionOf, readUnderLock, type NewPartition } from '../readings/newPartitions';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** CREATE TABLE … PARTITION OF locks the whole partitioned table, which ATTACH PARTITION does not. */
export const pgCreatePartitionOf: Rule = {
  id: 'pg-create-partition-of',
  category: 'lock',
  severity: 'info',
  summary: 'CREATE TABLE … PARTITION OF a table in use, which blocks reads and writes of all its partitions',
  speaksOf: ['CreateStmt'],
  *check(migration) {
    const partitions = migration.statements.flatMap((reviewed) => newPartitionOf(reviewed) ?? []);
    const found = partitions.filter((added) => isHazard(added, migration));
    const parents = new Set(found.map(({ parent }) => parent));
    // A year of monthly partitions is one matter, not twelve.
    for (const parent of parents) {
      yield* findingsFor(
        found.filter((added) => added.parent === parent),
        migration,
      );
    }
  },
};

function isHazard(added: NewPartition, migration: ReviewedMigration): boolean {
  const isLocked = blockingLocks(added.explained.effects).some(({ relation }) => relation === added.parent);
  return (
    added.how === 'created' &&
    isLocked &&
    // pg-attach-scans-default-partition speaks where rows are read too.
    readUnderLock(added, added.fallback).length === 0 &&
    !couldBeNew(added.parent, added.reviewed, migration)
  );
}

function* findingsFor(partitions: readonly NewPartition[], migration: ReviewedMigration): Iterable<Finding> {
  const [first] = partitions;
  if (first === undefined) return;
  const locks = blockingLocks(first.explained.effects);
  const others = partitions.length - 1;
  const more =
    ['', ', as does another statement of this file'][others] ??
    `, as do ${others} more statements of this file`;
  yield {
    what: `CREATE TABLE … PARTITION OF takes ${spokenLocks(locks)}, for a moment${more}.`,
    who: `While it waits behind running queries, and until the transaction ends, ${whoWaits(locks)}, in all partitions and for all tenants.`,
    remedy: `Create the table by itself, LIKE ${spokenName(first.parent)}, and ATTACH it: reads and writes go on.`,
    span: first.reviewed.statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes: attachInstead(migration, partitions),
  };
}
