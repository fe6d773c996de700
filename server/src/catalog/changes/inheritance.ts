import { existingTable, withConstraint, withIndex } from '../edit';
import type { Catalog, Column, Constraint, Index, QualifiedName, Table } from '../model';
import { chooseRelationName } from '../objectNames';
import { childrenOf, parentsOf, partitionsOf } from '../query/partitions';
import { findColumn, indexesOf, nameOf } from '../query/relations';
import { inheritConstraint } from './checks';
import { cloneForeignKey } from './foreignKeys';
import { indexColumnNames } from './indexKeys';
import { cloneKey } from './keys';

/** Gives a new child the checks and NOT NULLs of its parents. */
export function inheritFromParents(catalog: Catalog, name: QualifiedName): Catalog {
  return parentsOf(catalog, existingTable(catalog, name))
    .flatMap((parent) => parent.constraints)
    .reduce((result, constraint) => {
      if (constraint.kind === 'not null') return inheritConstraint(result, name, constraint);
      if (constraint.kind !== 'check' || constraint.noInherit) return result;
      return inheritConstraint(result, name, constraint);
    }, catalog);
}

/** Gives a partition the keys, indexes, foreign keys and row triggers of its parent. */
export function joinPartitions(catalog: Catalog, name: QualifiedName): Catalog {
  const parent = parentsOf(catalog, existingTable(catalog, name)).at(0);
  if (parent === undefined) return catalog;
  const withIndexes = indexesOf(catalog, nameOf(parent)).reduce(
    (result, index) => joinIndex(result, name, index, constraintOf(parent, index)),
    catalog,
  );
  const withForeignKeys = parent.constraints
    .filter((constraint) => constraint.kind === 'foreign key')
    .reduce((result, constraint) => cloneForeignKey(result, name, constraint), withIndexes);
  return cloneTriggers(withForeignKeys, name, parent);
}

/** A column of a parent arrives at all children; one that a child has already is merged with it. */
export function handDownColumn(catalog: Catalog, parent: QualifiedName, column: Column): Catalog {
  const isPartitioned = existingTable(catalog, parent).kind === 'partitioned';
  return childrenOf(catalog, parent).reduce((result, child) => {
    const name = nameOf(child);
    if (findColumn(child, column.name) !== undefined) return result;
    const identity = isPartitioned ? column.identity : undefined;
    const inherited: Column = { ...column, identity, grants: [], local: false };
    const added = {
      ...result,
      relations: result.relations.set(name, { ...child, columns: [...child.columns, inherited] }),
    };
    return handDownColumn(added, name, column);
  }, catalog);
}

/** Gives a partition its part of an index of the parent: one of its own that does, else a new one. */
export function joinIndex(
  catalog: Catalog,
  name: QualifiedName,
  parentIndex: Index,
  constraint: Constraint | undefined,
): Catalog {
  const fitting = indexesOf(catalog, name).find(
    (index) => index.attachedTo === undefined && isSameIndex(index, parentIndex),
  );
  if (fitting !== undefined && (constraint === undefined || fitting.constraint !== undefined)) {
    return attachFitting(catalog, name, fitting, parentIndex, constraint);
  }
  if (constraint !== undefined) return cloneKey(catalog, name, constraint, parentIndex);
  const table = existingTable(catalog, name);
  const columns = indexColumnNames(parentIndex.keys, parentIndex.include);
  const index: Index = {
    ...parentIndex,
    schema: table.schema,
    name: chooseRelationName(catalog, table.schema, { table: table.name, columns, label: 'idx' }, 'relation'),
    table: name,
    attachedTo: nameOf(parentIndex),
    valid: true,
  };
  return joinIndexOfPartitions(withIndex(catalog, index), name, index, undefined);
}

/** The same for all partitions of a table. */
export function joinIndexOfPartitions(
  catalog: Catalog,
  name: QualifiedName,
  index: Index,
  constraint: Constraint | undefined,
): Catalog {
  return partitionsOf(catalog, name).reduce(
    (result, partition) => joinIndex(result, nameOf(partition), index, constraint),
    catalog,
  );
}

/** Two indexes that the server takes for each other when it looks for a partition's part. */
export function isSameIndex(left: Index, right: Index): boolean {
  return left.unique === right.unique && shapeOf(left) === shapeOf(right);
}

function shapeOf(index: Index): string {
  return JSON.stringify(
    [index.method, index.nullsNotDistinct, index.keys, index.include, index.predicate],
    (key: string, value: unknown) => (key === 'location' ? undefined : value),
  );
}

function attachFitting(
  catalog: Catalog,
  name: QualifiedName,
  fitting: Index,
  parentIndex: Index,
  constraint: Constraint | undefined,
): Catalog {
  const attached = withIndex(catalog, { ...fitting, attachedTo: nameOf(parentIndex) });
  const own = existingTable(catalog, name).constraints.find(
    ({ name: other }) => other === fitting.constraint,
  );
  if (constraint === undefined || own === undefined) return attached;
  return withConstraint(attached, name, { ...own, local: false });
}

function constraintOf(table: Table, index: Index): Constraint | undefined {
  return table.constraints.find((constraint) => 'index' in constraint && constraint.index === nameOf(index));
}

/** Row triggers of a partitioned table are cloned to its partitions under the same name. */
function cloneTriggers(catalog: Catalog, name: QualifiedName, parent: Table): Catalog {
  const table = existingTable(catalog, name);
  const cloned = parent.triggers.filter((trigger) => trigger.level === 'row');
  if (cloned.length === 0) return catalog;
  const next: Table = { ...table, triggers: [...table.triggers, ...cloned] };
  return partitionsOf(catalog, name).reduce(
    (result, partition) => cloneTriggers(result, nameOf(partition), { ...parent, triggers: cloned }),
    { ...catalog, relations: catalog.relations.set(name, next) },
  );
}
