import {
  childrenOf,
  dependentsOf,
  referencingForeignKeys,
  spokenList,
  spokenName,
  type Catalog,
  type CatalogObject,
  type Column,
} from '../../catalog';
import type { TableSplitting } from './model';

/** What a tool cannot move from one column to another. */
export function obstacleTo({ catalog, table, name }: TableSplitting, column: Column): string | undefined {
  const spoken = `${spokenName(name)}.${column.name}`;
  if (table.kind !== 'table')
    return `${spokenName(name)} is a ${table.kind} table: split the change for each partition by hand.`;
  if (childrenOf(catalog, name).length > 0) return `${spokenName(name)} has tables that inherit from it.`;
  if (column.generated !== undefined)
    return `${spoken} is generated: add a column with the new expression instead.`;
  if (column.identity !== undefined || ownsSequence(catalog, name, column)) {
    return `${spoken} takes its values from a sequence, which two columns cannot share.`;
  }
  if (column.grants.length > 0) return `${spoken} has privileges of its own, which would be lost with it.`;
  const held = table.constraints.filter(
    ({ kind, columns }) => (kind === 'primary key' || kind === 'exclusion') && columns.includes(column.name),
  );
  if (held.length > 0)
    return `${spoken} is part of ${spokenList(held.map(({ kind, name: key }) => `the ${kind} ${key}`))}.`;
  const referring = referencingForeignKeys(catalog, name).filter(({ constraint }) =>
    constraint.referencedColumns.includes(column.name),
  );
  if (referring.length > 0) {
    return `${spoken} is referenced by ${spokenList(referring.map(({ constraint }) => constraint.name))}.`;
  }
  const dependents = dependentsOf(catalog, { kind: 'column', relation: name, name: column.name }).flatMap(
    ({ object }) => spokenDependent(object),
  );
  if (dependents.length === 0) return undefined;
  const [verb, them] = dependents.length > 1 ? ['depend', 'them'] : ['depends', 'it'];
  return `${spokenList(dependents)} ${verb} on ${spoken}: make ${them} anew by hand between the phases.`;
}

/** Indexes, constraints and defaults are carried along; these are not. */
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

function ownsSequence(catalog: Catalog, table: string, { name }: Column): boolean {
  return catalog.sequences.some(({ ownedBy }) => ownedBy?.table === table && ownedBy.column === name);
}
