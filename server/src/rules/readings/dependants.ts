import {
  dependentsOf,
  findConstraint,
  findRelation,
  findTable,
  keyOf,
  spokenList,
  spokenName,
  type Catalog,
  type CatalogObject,
} from '../../catalog';

/**
 * What CASCADE takes away beyond the dropped objects and their own parts: first what hangs on them, then what hangs on
 * that.
 */
export function takenByCascade(
  catalog: Catalog,
  dropped: readonly CatalogObject[],
): readonly CatalogObject[] {
  return withDependants(catalog, dropped, 'cascade');
}

/** What makes the server refuse a drop without CASCADE. */
export function standingInTheWay(
  catalog: Catalog,
  dropped: readonly CatalogObject[],
): readonly CatalogObject[] {
  return withDependants(catalog, dropped, 'restrict');
}

function withDependants(
  catalog: Catalog,
  dropped: readonly CatalogObject[],
  behavior: 'restrict' | 'cascade',
): readonly CatalogObject[] {
  const going = new Map(dropped.map((object) => [keyOf(object), object]));
  const beyond = new Map<string, CatalogObject>();
  // A Map gives out what is added during the loop, so that this follows dependants of dependants.
  for (const object of going.values()) {
    for (const dependent of dependentsOf(catalog, object)) {
      const key = keyOf(dependent.object);
      if (dependent.goes === 'with cascade' && !going.has(key)) beyond.set(key, dependent.object);
      if (dependent.goes === 'along' || behavior === 'cascade') going.set(key, dependent.object);
    }
  }
  const isPartOf = (object: CatalogObject, others: Iterable<CatalogObject>) =>
    'relation' in object &&
    [...others].some((other) => other.kind === 'relation' && other.name === object.relation);
  const dropping = new Set(dropped.map(keyOf));
  return [...beyond.values()].filter(
    (object) => !dropping.has(keyOf(object)) && !isPartOf(object, going.values()),
  );
}

/** The longest list of objects that a message names one by one. */
const mostNamed = 5;

/** `view a, policy p of t and 3 more`. */
export function spokenObjects(catalog: Catalog, objects: readonly CatalogObject[]): string {
  const named = objects.slice(0, mostNamed).map((object) => spokenObject(catalog, object));
  const others = objects.length - named.length;
  return spokenList(others === 0 ? named : [...named, `${others} more`]);
}

function spokenObject(catalog: Catalog, object: CatalogObject): string {
  switch (object.kind) {
    case 'relation':
      return `${kindOfRelation(catalog, object.name)} ${spokenName(object.name)}`;
    case 'routine':
      return `function ${spokenName(object.name)}`;
    case 'index':
    case 'sequence':
    case 'type':
    case 'schema':
    case 'extension':
      return `${object.kind} ${spokenName(object.name)}`;
    case 'default':
      return `default of ${spokenName(object.relation)}.${object.name}`;
    case 'constraint':
      return `${kindOfConstraint(catalog, object.relation, object.name)} ${object.name} of ${spokenName(object.relation)}`;
    case 'column':
    case 'policy':
    case 'trigger':
      return `${object.kind} ${object.name} of ${spokenName(object.relation)}`;
  }
}

function kindOfRelation(catalog: Catalog, name: string): string {
  const kind = findRelation(catalog, name)?.kind;
  return kind === 'view' || kind === 'materialized view' ? kind : 'table';
}

function kindOfConstraint(catalog: Catalog, relation: string, name: string): string {
  const table = findTable(catalog, relation);
  const constraint = table === undefined ? undefined : findConstraint(table, name);
  return constraint?.kind === 'foreign key' ? 'foreign key' : 'constraint';
}
