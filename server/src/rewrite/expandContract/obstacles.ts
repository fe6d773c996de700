import {
  childrenOf,
  dependentsOf,
  findColumn,
  findTable,
  referencingForeignKeys,
  spokenList,
  spokenName,
  type CatalogObject,
  type Column,
} from '../../catalog';
import { oldestMajor } from '../../project';
import type { TableSplitting } from './model';

/** What a tool cannot move from one column to another. */
export function obstacleTo(
  splitting: TableSplitting,
  column: Column,
  names: { readonly interim: string; readonly retired: string },
): string | undefined {
  const { catalog, table, name } = splitting;
  const spoken = `${spokenName(name)}.${column.name}`;
  if (table.kind !== 'table')
    return `${spokenName(name)} is a ${table.kind} table: split the change for each partition by hand.`;
  if (childrenOf(catalog, name).length > 0) return `${spokenName(name)} has tables that inherit from it.`;
  if (column.generated !== undefined)
    return `${spoken} is generated: add a column with the new expression instead.`;
  const taken = [names.interim, names.retired].find(
    (each) => each !== column.name && findColumn(table, each) !== undefined,
  );
  if (taken !== undefined) return `${spokenName(name)} has a column ${taken} already.`;
  if (column.grants.length > 0) return `${spoken} has privileges of its own, which would be lost with it.`;
  const held = table.constraints.filter(
    ({ kind, columns }) => kind === 'exclusion' && columns.includes(column.name),
  );
  if (held.length > 0)
    return `${spoken} is part of ${spokenList(held.map(({ kind, name: key }) => `the ${kind} constraint ${key}`))}.`;
  const reference = obstacleInReferences(splitting, column);
  if (reference !== undefined) return reference;
  const dependents = dependentsOf(catalog, { kind: 'column', relation: name, name: column.name }).flatMap(
    ({ object }) => spokenDependent(object),
  );
  if (dependents.length === 0) return undefined;
  const [verb, them] = dependents.length > 1 ? ['depend', 'them'] : ['depends', 'it'];
  return `${spokenList(dependents)} ${verb} on ${spoken}: make ${them} anew by hand between the phases.`;
}

/** Foreign keys that cannot point to the old and to the new column for a while. */
function obstacleInReferences({ catalog, name, place }: TableSplitting, column: Column): string | undefined {
  const referring = referencingForeignKeys(catalog, name).filter(({ constraint }) =>
    constraint.referencedColumns.includes(column.name),
  );
  const itself = referring.find(
    ({ table, constraint }) => table === findTable(catalog, name) && constraint.columns.includes(column.name),
  );
  if (itself !== undefined)
    return `${itself.constraint.name} points from ${spokenName(name)}.${column.name} to the column itself.`;
  const partitioned = referring.find(({ table }) => table.kind === 'partitioned');
  if (partitioned !== undefined && oldestMajor(place.policy) < 18) {
    return `${partitioned.constraint.name} of the partitioned table ${partitioned.table.name} cannot be added NOT VALID before version 18.`;
  }
  return undefined;
}

/** Indexes, constraints, defaults and sequences are carried along; these are not. */
function spokenDependent(object: CatalogObject): readonly string[] {
  switch (object.kind) {
    case 'relation':
      return [`the view ${spokenName(object.name)}`];
    case 'policy':
    case 'trigger':
    case 'column':
      return [`the ${object.kind} ${object.name}`];
    default:
      return [];
  }
}
