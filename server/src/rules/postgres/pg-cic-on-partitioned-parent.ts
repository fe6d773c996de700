import { indexPartitionByPartition } from '../fixes/partitionedIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenName } from '../../catalog';
import { concurrentlyIndexedWhole } from '../readings/partitionedTables';

/** CREATE INDEX CONCURRENTLY on a partitioned table, which no version of the server can do. */
export const pgCicOnPartitionedParent: Rule = {
  id: 'pg-cic-on-partitioned-parent',
  category: 'lock',
  severity: 'error',
  summary: 'CREATE INDEX CONCURRENTLY on a partitioned table, which the server refuses',
  speaksOf: ['IndexStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const table = concurrentlyIndexedWhole(reviewed);
  if (table === undefined) return undefined;
  return {
    what: `${spokenName(table)} is partitioned, and the server refuses CREATE INDEX CONCURRENTLY on it (SQLSTATE 0A000).`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: `Create the index ON ONLY ${spokenName(table)}, then CONCURRENTLY on each partition in a later migration, and attach those with ALTER INDEX … ATTACH PARTITION.`,
    span: reviewed.statement.span,
    relations: [table],
    fixes: indexPartitionByPartition(migration, reviewed),
  };
}
