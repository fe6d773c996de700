import type { Catalog, QualifiedName, Table } from '../model';
import { findTable, isTable, nameOf, tablesOf } from './relations';

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
  const direct = tablesOf(catalog).filter((candidate) => candidate.partitionOf?.parent === table);
  if (!search.deep) return direct;
  return direct.flatMap((partition) => [partition, ...partitionsOf(catalog, nameOf(partition), search)]);
}

/** Partitions and tables that inherit from a table, direct ones only. */
export function childrenOf(catalog: Catalog, table: QualifiedName): readonly Table[] {
  return catalog.relations.reduce<Table[]>((children, relation) => {
    if (!isTable(relation)) return children;
    if (relation.partitionOf?.parent === table || relation.inherits.includes(table)) children.push(relation);
    return children;
  }, []);
}

/** The tables from which a table takes columns: a partition's parent or those it inherits. */
export function parentsOf(catalog: Catalog, table: Table): readonly Table[] {
  const names = table.partitionOf === undefined ? table.inherits : [table.partitionOf.parent];
  return names.flatMap((name) => findTable(catalog, name) ?? []);
}
