import { findTable, resolveRelation, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import { makeConcurrent } from '../fixes/concurrentIndex';
import { indexPartitionByPartition } from '../fixes/partitionedIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** CREATE INDEX on a table that is in use: nobody writes to it for as long as the whole table is read. */
export const pgIndexNotConcurrent: Rule = {
  id: 'pg-index-not-concurrent',
  category: 'lock',
  severity: 'warning',
  summary: 'CREATE INDEX without CONCURRENTLY on an existing table, which blocks writes while it is built',
  speaksOf: ['IndexStmt'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      const finding = findingFor(reviewed, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before, behaviour } = reviewed;
  const create = nodeAs(statement.tree, 'IndexStmt');
  if (create?.relation?.relname === undefined || create.concurrent === true) return undefined;
  const table = resolveRelation(before, {
    schema: create.relation.schemaname,
    name: create.relation.relname,
  });
  const locks = blockingLocks(behaviour.effects);
  // ON ONLY of a partitioned table takes the same lock, but reads nothing and is over at once.
  if (!scansUnderLock(behaviour.effects)) return undefined;
  if (couldBeNew(table, reviewed, migration)) return undefined;
  const partitioned = findTable(before, table)?.kind === 'partitioned';
  return {
    what: `CREATE INDEX holds ${spokenLocks(locks)} while it reads the whole table${partitioned ? ' with all its partitions' : ''}.`,
    who: `Until the index is built and the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: partitioned
      ? `CONCURRENTLY is refused for a partitioned table: create the index ON ONLY ${spokenName(table)}, then CONCURRENTLY on each partition, and attach them with ALTER INDEX … ATTACH PARTITION.`
      : 'Create it CONCURRENTLY, outside of a transaction.',
    span: statement.span,
    relations: [table],
    fixes: partitioned ? indexPartitionByPartition(migration, reviewed) : makeConcurrent(migration, reviewed),
  };
}
