import { nameOf, partitionsOf, spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, blocksReads } from '../readings/waiting';

/** ALTER TABLE on a partitioned table goes on to every partition, and locks them all together. */
export const pgAlterPartitionedRecurses: Rule = {
  id: 'pg-alter-partitioned-recurses',
  category: 'lock',
  severity: 'info',
  summary: 'ALTER TABLE on a partitioned table, which locks every partition too, without a limit',
  speaksOf: ['AlterTableStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before, behaviour } = reviewed;
  // Its own lock is the only one of a table without partitions.
  if (behaviour.effects.locks.length < 2) return undefined;
  const relation = behaviour.actions[0]?.action.relation;
  const [first] = alterActionsOf(statement);
  if (relation === undefined || first === undefined || couldBeNew(relation, reviewed, migration))
    return undefined;
  // Partitions that come and go, and actions that read or write rows, are other rules' matter.
  const isAboutPartition = /^AT_(?:Attach|Detach)Partition/.test(first.command.subtype ?? '');
  const { scans, rewrites } = behaviour.effects;
  if (isAboutPartition || scans.length > 0 || rewrites.length > 0) return undefined;
  if (isWaitLimitedByAnyone(reviewed, migration)) return undefined;
  const partitions = partitionsOf(before, relation, { deep: true }).map(nameOf);
  const locks = blockingLocks(behaviour.effects).filter((lock) => partitions.includes(lock.relation));
  if (locks.length === 0) return undefined;
  const modes = [...new Set(locks.map(({ mode }) => mode))].join(' and ');
  const waiting = locks.some(({ mode }) => blocksReads(mode)) ? 'reads and writes' : 'writes';
  const count = locks.length === 1 ? 'its partition' : `each of its ${locks.length} partitions`;
  return {
    what: `${behaviour.kind} goes on from ${spokenName(relation)} to ${count}, and takes ${modes} on ${locks.length === 1 ? 'it' : 'them one after the other'}.`,
    who: `While it waits for the last of these tables, it holds the others: ${waiting} of ${spokenName(relation)} and of every partition wait, for all tenants.`,
    remedy: 'Set a lock_timeout before it, and run the migration again when it times out.',
    span: statement.span,
    relations: [relation, ...locks.map((lock) => lock.relation)],
  };
}
