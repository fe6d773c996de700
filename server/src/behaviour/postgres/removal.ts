import type { Catalog, QualifiedName } from '../../catalog';
import type { LockClaim } from '../model';
import {
  dependentsOf,
  findConstraint,
  findIndex,
  findTable,
  foreignKeysOf,
  keyOf,
  type CatalogObject,
} from '../../catalog';
import { defaultPartition, lock, withPartitions } from './neighbours';

/** What a removal takes away and whether the server would refuse it for want of CASCADE. */
export interface Removal {
  readonly objects: readonly CatalogObject[];
  readonly locks: readonly LockClaim[];
  /** Objects that stand in the way. */
  readonly blockedBy: readonly CatalogObject[];
}

/** Follows what hangs on objects that are dropped, with the locks that dropping each part of it takes. */
export function removalOf(
  catalog: Catalog,
  objects: readonly CatalogObject[],
  behavior: 'restrict' | 'cascade',
): Removal {
  const going = new Map(objects.map((object) => [keyOf(object), object]));
  const inTheWay: CatalogObject[] = [];
  // A Map gives out what is added during the loop, so that this follows dependents of dependents.
  for (const object of going.values()) {
    for (const dependent of dependentsOf(catalog, object)) {
      if (dependent.goes === 'with cascade' && behavior === 'restrict') inTheWay.push(dependent.object);
      else going.set(keyOf(dependent.object), dependent.object);
    }
  }
  const gone = [...going.values()];
  return {
    objects: gone,
    locks: gone.flatMap((object) => lock('ACCESS EXCLUSIVE', lockedBy(catalog, object))),
    blockedBy: inTheWay.filter((object) => !isGoing(going, object)),
  };
}

/** An object's part that goes with it stands in nobody's way. */
function isGoing(going: ReadonlyMap<string, CatalogObject>, object: CatalogObject): boolean {
  if (going.has(keyOf(object))) return true;
  return 'relation' in object && going.has(keyOf({ kind: 'relation', name: object.relation }));
}

/** The relations that the server locks to drop an object. */
function lockedBy(catalog: Catalog, object: CatalogObject): readonly QualifiedName[] {
  switch (object.kind) {
    case 'relation':
      return [
        object.name,
        ...referencedTables(catalog, object.name),
        ...partitionedParent(catalog, object.name),
      ];
    case 'constraint':
      return [object.relation, ...referencedByConstraint(catalog, object.relation, object.name)];
    case 'column':
    case 'default':
    case 'policy':
    case 'trigger':
      return [object.relation];
    case 'index': {
      const table = findIndex(catalog, object.name)?.table;
      return table === undefined ? [] : [table];
    }
    case 'sequence':
    case 'type':
    case 'routine':
    case 'schema':
    case 'extension':
      return [];
  }
}

/** A foreign key lives on both sides: its triggers on the referenced table go with it. */
function referencedTables(catalog: Catalog, name: QualifiedName): readonly QualifiedName[] {
  const table = findTable(catalog, name);
  if (table === undefined) return [];
  // A partition's share of its parent's foreign key has no triggers of its own on the referenced table.
  return foreignKeysOf(table)
    .filter((constraint) => constraint.local)
    .flatMap((constraint) => withPartitions(catalog, constraint.references));
}

function referencedByConstraint(
  catalog: Catalog,
  relation: QualifiedName,
  name: string,
): readonly QualifiedName[] {
  const table = findTable(catalog, relation);
  const constraint = table === undefined ? undefined : findConstraint(table, name);
  return constraint?.kind === 'foreign key' ? withPartitions(catalog, constraint.references) : [];
}

/** A partition's parent must forget its bounds, and the default partition's own bounds change with them. */
function partitionedParent(catalog: Catalog, name: QualifiedName): readonly QualifiedName[] {
  const parent = findTable(catalog, name)?.partitionOf?.parent;
  if (parent === undefined) return [];
  return [
    parent,
    ...(defaultPartition(catalog, parent) === undefined ? [] : [defaultPartition(catalog, parent) ?? parent]),
  ];
}
