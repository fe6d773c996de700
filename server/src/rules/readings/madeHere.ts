import type { Catalog, CatalogObject, Origin } from '../../catalog';
import type { ReviewedMigration } from '../model';

/**
 * Whether something is of the migration under review: no running application knows it yet, and a rollback that takes it
 * away again takes nothing that was there before.
 */
export function isOfThisMigration(
  origin: Origin | undefined,
  { migration, script }: ReviewedMigration,
): boolean {
  return origin !== undefined && (origin.path === script.path || origin.path === migration.up.path);
}

/** Where the history made an object; undefined where it did not, or does not say. */
export function originOf(catalog: Catalog, object: CatalogObject): Origin | undefined {
  switch (object.kind) {
    case 'relation':
      return catalog.relations.get(object.name)?.origin;
    case 'index':
      return catalog.indexes.get(object.name)?.origin;
    case 'sequence':
      return catalog.sequences.get(object.name)?.origin;
    case 'type':
      return catalog.types.get(object.name)?.origin;
    case 'routine':
      return catalog.routines.get(object.name)?.[0]?.origin;
    case 'schema':
      return catalog.schemas.get(object.name)?.origin;
    case 'extension':
      return catalog.extensions.get(object.name);
    case 'column':
    case 'default':
    case 'constraint':
    case 'policy':
    case 'trigger':
      return originOfPart(catalog, object);
  }
}

function originOfPart(
  catalog: Catalog,
  object: Extract<CatalogObject, { relation: string }>,
): Origin | undefined {
  const relation = catalog.relations.get(object.relation);
  if (relation === undefined) return undefined;
  const named = (parts: readonly { readonly name: string; readonly origin: Origin }[]) =>
    parts.find(({ name }) => name === object.name)?.origin;
  switch (object.kind) {
    case 'column':
    case 'default':
      return named(relation.columns);
    case 'trigger':
      return named(relation.triggers);
    case 'constraint':
      return 'constraints' in relation ? named(relation.constraints) : undefined;
    case 'policy':
      return 'policies' in relation ? named(relation.policies) : undefined;
  }
}
