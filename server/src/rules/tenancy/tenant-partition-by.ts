import { nameOf, spokenName } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { makesTable } from '../readings/actionKinds';
import { newTablesOf, type NewTable } from '../readings/newTables';
import { isRowTenancy } from '../readings/tenantOwnership';
import { findKeyword } from '../readings/tokens';

/** A table with a partition for each tenant: every new tenant is a change of the schema. */
export const tenantPartitionBy: Rule = {
  id: 'tenant-partition-by',
  category: 'tenant-row',
  severity: 'info',
  summary: 'PARTITION BY LIST over the tenant column, which needs a partition before a tenant can have a row',
  speaksOf: makesTable,
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    for (const made of newTablesOf(migration)) {
      if (isByTenant(made, migration)) yield findingFor(made, migration);
    }
  },
};

function isByTenant({ table, madeBy }: NewTable, { policy }: ReviewedMigration): boolean {
  const { strategy, columns } = table.partitionKey ?? {};
  const [only, ...others] = columns ?? [];
  if (nodeAs(madeBy.statement.tree, 'CreateStmt')?.partspec === undefined) return false;
  if (strategy?.toLowerCase() !== 'list' || only === undefined || others.length > 0) return false;
  return policy.tenancy.tenantColumns.includes(only);
}

function findingFor(made: NewTable, migration: ReviewedMigration): Finding {
  const name = spokenName(made.name);
  const column = made.table.partitionKey?.columns[0] ?? '';
  return {
    what: `${name} has a partition for each value of ${column}: without one the first row of a new tenant is refused (SQLSTATE 23514), or goes into the default partition.`,
    who: 'Signing up a tenant changes the schema, which locks the table for all others and reads the default partition; with many tenants each plan and each lock counts their partitions.',
    remedy: `PARTITION BY HASH (${column}) keeps a tenant together too, in a fixed number of partitions; where tenants must be apart, make each one's table by itself and ATTACH it.`,
    span: made.span,
    relations: [made.name],
    fixes: byHash(made, column, migration),
  };
}

/** Only where the file has no partitions yet, whose bounds would be lists. */
function byHash(made: NewTable, column: string, migration: ReviewedMigration): readonly Fix[] {
  const hasPartitions = newTablesOf(migration).some(
    ({ table }) => table.partitionOf?.parent === nameOf(made.table),
  );
  const tokens = tokensOf(made.madeBy.statement);
  const partition = tokens.findLastIndex(({ text }) => text.toUpperCase() === 'PARTITION');
  const keyword = findKeyword(tokens.slice(partition), 'LIST');
  if (hasPartitions || keyword === undefined) return [];
  const span = { start: keyword.start, end: keyword.end };
  const edits = [{ path: migration.script.path, span, newText: 'HASH' }];
  return [{ title: `Partition by the hash of ${column}`, preferred: false, edits }];
}
