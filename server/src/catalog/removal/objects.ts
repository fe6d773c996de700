import type { Catalog, QualifiedName } from '../model';

/** Something that a DROP can take away. */
export type CatalogObject =
  | {
      readonly kind: 'relation' | 'index' | 'sequence' | 'type' | 'routine' | 'schema' | 'extension';
      readonly name: QualifiedName;
    }
  | {
      readonly kind: 'column' | 'default' | 'constraint' | 'policy' | 'trigger';
      readonly relation: QualifiedName;
      readonly name: string;
    };

/** One key an object, to know which are on the list. */
export function keyOf(object: CatalogObject): string {
  return 'relation' in object
    ? `${object.kind} ${object.relation}.${object.name}`
    : `${object.kind} ${object.name}`;
}

/** How a message names it. */
export function describe(object: CatalogObject): string {
  return 'relation' in object
    ? `${object.kind} ${object.name} on ${object.relation}`
    : `${object.kind} ${object.name}`;
}

/** An object that hangs on another: it goes along silently, or only where CASCADE says so. */
export interface Dependent {
  readonly object: CatalogObject;
  readonly goes: 'along' | 'with cascade';
}

export type FindDependents = (catalog: Catalog, object: CatalogObject) => readonly Dependent[];
