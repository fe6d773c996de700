import type { IndexKey, Table } from '../model';
import { nameOf } from '../query/relations';
import { refuse } from '../refusal';

/** A unique index of a partitioned table must hold its partition key, as each partition can only check itself. */
export function requirePartitionKey(table: Table, keys: readonly IndexKey[]): void {
  const missing = table.partitionKey?.columns.find((column) => !keys.some((key) => key.column === column));
  if (missing === undefined) return;
  refuse(
    `unique constraint on partitioned table "${nameOf(table)}" must include partitioning column "${missing}"`,
  );
}
