import type { Catalog, NotUnderstood } from './model';
import { isTable } from './query/relations';

/** Marks the relations that an entry names: they may be other than the catalog says. */
export function withUncertain(catalog: Catalog, entry: NotUnderstood): Catalog {
  const relations = entry.relations.reduce((result, name) => {
    const relation = result.get(name);
    if (relation === undefined) return result;
    return result.set(
      name,
      isTable(relation) ? { ...relation, uncertain: entry } : { ...relation, uncertain: entry },
    );
  }, catalog.relations);
  return { ...catalog, relations };
}
