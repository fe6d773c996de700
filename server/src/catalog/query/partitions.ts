import type { Catalog, QualifiedName, Table } from '../model';
import { filing } from '../filing';
import { findTable, isTable, nameOf } from './relations';

export interface PartitionSearch {
  /** Also the partitions of partitions. */
  readonly deep: boolean;
}

/** The partitions of a table, parents before their partitions. */
export function partitionsOf(
  catalog: Catalog,
  table: QualifiedName,
  search: PartitionSearch = { deep: false },
): readonly Table[] {
  if (findTable(catalog, table)?.kind !== 'partitioned') return [];
  const direct = childrenOf(catalog, table).filter((child) => child.partitionOf?.parent === table);
  if (!search.deep) return direct;
  return direct.flatMap((partition) => [partition, ...partitionsOf(catalog, nameOf(partition), search)]);
}

/** The partition that takes the rows for which there is no other; a table of a thousand partitions is asked with each new one. */
export function defaultPartitionOf(catalog: Catalog, table: QualifiedName): Table | undefined {
  return catalog.relations.filedUnder(filing.defaultOf(table)).find(isTable);
}

/** Partitions and tables that inherit from a table, direct ones only. */
export function childrenOf(catalog: Catalog, table: QualifiedName): readonly Table[] {
  return catalog.relations.filedUnder(filing.childOf(table)).filter(isTable);
}

/** The tables from which a table takes columns: a partition's parent or those it inherits. */
export function parentsOf(catalog: Catalog, table: Table): readonly Table[] {
  const names = table.partitionOf === undefined ? table.inherits : [table.partitionOf.parent];
  return names.flatMap((name) => findTable(catalog, name) ?? []);
}
