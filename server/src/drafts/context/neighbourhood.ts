import {
  findTable,
  foreignKeysOf,
  nameOf,
  referencingForeignKeys,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';

/** Tables around others, by foreign keys in both directions. */
export interface Neighbourhood {
  /** The nearest first, those of one distance by name. */
  readonly tables: readonly Table[];
  /** How many more there are within the distance. */
  readonly leftOut: number;
}

/** A prompt with more tables than these helps nobody. */
const mostTables = 40;

/**
 * The tables within so many foreign keys of the first ones. The search does not go on from a table that all tenants'
 * tables refer to, or everything would be near to everything.
 */
export function neighbourhoodOf(
  first: readonly QualifiedName[],
  catalog: Catalog,
  hops: number,
  isHub: (table: QualifiedName) => boolean,
): Neighbourhood {
  const found = new Set(first.filter((name) => findTable(catalog, name) !== undefined));
  let edge = [...found].sort();
  for (let hop = 0; hop < hops; hop++) {
    const next = edge
      .filter((name) => !isHub(name) || first.includes(name))
      .flatMap((name) => neighboursOf(name, catalog))
      .filter((name) => !found.has(name));
    edge = [...new Set(next)].sort();
    for (const name of edge) found.add(name);
  }
  const tables = [...found].flatMap((name) => findTable(catalog, name) ?? []);
  return { tables: tables.slice(0, mostTables), leftOut: Math.max(0, tables.length - mostTables) };
}

function neighboursOf(name: QualifiedName, catalog: Catalog): readonly QualifiedName[] {
  const table = findTable(catalog, name);
  if (table === undefined) return [];
  const around = [
    ...foreignKeysOf(table).map(({ references }) => references),
    ...referencingForeignKeys(catalog, name).map((key) => nameOf(key.table)),
  ];
  // A partition says nothing that its parent does not say.
  return around.filter((each) => findTable(catalog, each)?.partitionOf === undefined);
}
