import { nameOfRangeVar, nodeAs } from '../../sql';
import { changeTable } from '../edit';
import type { Catalog, QualifiedName } from '../model';
import { findTable } from '../query/relations';
import { refuse } from '../refusal';
import { dependentsOf } from './dependents';
import { describe, keyOf, type CatalogObject } from './objects';

/**
 * Takes objects out of the catalog with all that hangs on them. Without CASCADE the server refuses where something
 * hangs on them that is not on the list itself.
 */
export function removeObjects(
  catalog: Catalog,
  objects: readonly CatalogObject[],
  behavior: 'restrict' | 'cascade',
): Catalog {
  const going = closure(catalog, objects, behavior);
  return [...going.values()].reduce(
    (result, object) => withoutCommentOn(withoutStatistics(removeAlone(result, object), object), object),
    catalog,
  );
}

function closure(
  catalog: Catalog,
  objects: readonly CatalogObject[],
  behavior: 'restrict' | 'cascade',
): ReadonlyMap<string, CatalogObject> {
  const going = new Map(objects.map((object) => [keyOf(object), object]));
  const blocked: { readonly object: CatalogObject; readonly by: CatalogObject }[] = [];
  for (const object of going.values()) {
    for (const dependent of dependentsOf(catalog, object)) {
      if (dependent.goes === 'along' || behavior === 'cascade')
        going.set(keyOf(dependent.object), dependent.object);
      else blocked.push({ object, by: dependent.object });
    }
  }
  const block = blocked.find(({ by }) => !isGoing(going, by));
  if (block !== undefined) refuse(`${describe(block.by)} depends on ${describe(block.object)}`);
  return going;
}

/** Parts of a relation that goes as a whole need not be on the list one by one. */
function isGoing(going: ReadonlyMap<string, CatalogObject>, object: CatalogObject): boolean {
  if (going.has(keyOf(object))) return true;
  if (object.kind === 'default' && going.has(keyOf({ ...object, kind: 'column' }))) return true;
  return 'relation' in object && going.has(keyOf({ kind: 'relation', name: object.relation }));
}

function removeAlone(catalog: Catalog, object: CatalogObject): Catalog {
  switch (object.kind) {
    case 'relation':
      return withoutComments({ ...catalog, relations: catalog.relations.delete(object.name) }, object.name);
    case 'index':
      return { ...catalog, indexes: catalog.indexes.delete(object.name) };
    case 'sequence':
      return { ...catalog, sequences: catalog.sequences.delete(object.name) };
    case 'type':
      return { ...catalog, types: catalog.types.delete(object.name) };
    case 'routine':
      return { ...catalog, routines: catalog.routines.delete(object.name) };
    case 'schema':
      return { ...catalog, schemas: catalog.schemas.delete(object.name) };
    case 'extension':
      return { ...catalog, extensions: catalog.extensions.delete(object.name) };
    default:
      return findTable(catalog, object.relation) === undefined
        ? catalog
        : removePart(catalog, object.kind, object.relation, object.name);
  }
}

function removePart(
  catalog: Catalog,
  kind: 'column' | 'default' | 'constraint' | 'policy' | 'trigger',
  relation: QualifiedName,
  name: string,
): Catalog {
  const isOther = (part: { readonly name: string }) => part.name !== name;
  return changeTable(catalog, relation, (table) => {
    switch (kind) {
      case 'column':
        return { ...table, columns: table.columns.filter(isOther) };
      case 'constraint':
        return { ...table, constraints: table.constraints.filter(isOther) };
      case 'policy':
        return { ...table, policies: table.policies.filter(isOther) };
      case 'trigger':
        return { ...table, triggers: table.triggers.filter(isOther) };
      case 'default':
        return {
          ...table,
          columns: table.columns.map((column) =>
            column.name === name ? { ...column, default: undefined } : column,
          ),
        };
    }
  });
}

function withoutComments(catalog: Catalog, relation: QualifiedName): Catalog {
  if (catalog.comments.isEmpty()) return catalog;
  const comments = catalog.comments.filterNot(
    (_, key) => key.endsWith(` ${relation}`) || key.includes(` ${relation}.`),
  );
  return { ...catalog, comments };
}

/** The word that COMMENT ON uses for each kind of object, as the keys of comments begin with. */
const commentKinds: Readonly<Partial<Record<CatalogObject['kind'], readonly string[]>>> = {
  column: ['COLUMN'],
  constraint: ['TABCONSTRAINT'],
  policy: ['POLICY'],
  trigger: ['TRIGGER'],
  index: ['INDEX'],
  sequence: ['SEQUENCE'],
  type: ['TYPE', 'DOMAIN'],
  routine: ['FUNCTION', 'PROCEDURE', 'ROUTINE', 'AGGREGATE'],
  schema: ['SCHEMA'],
  extension: ['EXTENSION'],
};

function withoutCommentOn(catalog: Catalog, object: CatalogObject): Catalog {
  if (catalog.comments.isEmpty()) return catalog;
  const name = 'relation' in object ? `${object.relation}.${object.name}` : object.name;
  const keys = (commentKinds[object.kind] ?? []).map((kind) => `${kind} ${name}`);
  const comments = catalog.comments.deleteAll(keys);
  return comments === catalog.comments ? catalog : { ...catalog, comments };
}

/** A statistics object goes with its table and with each of its columns. */
function withoutStatistics(catalog: Catalog, object: CatalogObject): Catalog {
  if ((object.kind !== 'column' && object.kind !== 'relation') || catalog.definitions.isEmpty())
    return catalog;
  const relation = object.kind === 'column' ? object.relation : object.name;
  const definitions = catalog.definitions.filterNot(({ statement }) => {
    const statistics = nodeAs(statement, 'CreateStatsStmt');
    const of = nameOfRangeVar(nodeAs(statistics?.relations?.[0], 'RangeVar'));
    if (of === undefined || `${of.schema ?? 'public'}.${of.name}` !== relation) return false;
    return (
      object.kind === 'relation' ||
      (statistics?.exprs ?? []).some((element) => nodeAs(element, 'StatsElem')?.name === object.name)
    );
  });
  return definitions.size === catalog.definitions.size ? catalog : { ...catalog, definitions };
}
