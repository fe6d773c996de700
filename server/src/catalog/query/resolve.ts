import type { TypeName } from '@pgsql/types';
import { type WrittenName, typeOf } from '../../sql';
import type { Catalog, ColumnType, QualifiedName } from '../model';

/** Temporary objects live in a schema of their own, searched first. */
export const temporarySchema = 'pg_temp';

/**
 * The relation, index or sequence that a name means: the first on the search path that exists, else the name in the
 * schema where it would be made.
 */
export function resolveRelation(catalog: Catalog, written: WrittenName): QualifiedName {
  if (written.schema !== undefined) return `${written.schema}.${written.name}`;
  const ofCatalog = knownRelations.get(catalog) ?? new Map<string, QualifiedName>();
  knownRelations.set(catalog, ofCatalog);
  const name =
    ofCatalog.get(written.name) ??
    resolve(
      catalog,
      written,
      (each) => catalog.relations.has(each) || catalog.indexes.has(each) || catalog.sequences.has(each),
    );
  ofCatalog.set(written.name, name);
  return name;
}

/** A hundred rules ask what the names of one statement mean; a catalog is a value, so that the answer stays. */
const knownRelations = new WeakMap<Catalog, Map<string, QualifiedName>>();

/** The user-defined type that a name means; a relation's row type is not looked up. */
export function resolveUserType(catalog: Catalog, written: WrittenName): QualifiedName {
  return resolve(catalog, written, (name) => catalog.types.has(name));
}

/** The function or procedure that a name means, whatever its arguments. */
export function resolveRoutine(catalog: Catalog, written: WrittenName): QualifiedName {
  return resolve(catalog, written, (name) => catalog.routines.has(name));
}

/** The schema in which a name without one is made: the first of the search path that exists. */
export function creationSchema(catalog: Catalog): string {
  return (
    catalog.searchPath.find((schema) => catalog.schemas.has(schema)) ?? catalog.searchPath[0] ?? 'public'
  );
}

/** A column's type with user-defined types found by the search path. Serial types stay as written. */
export function columnTypeOf(catalog: Catalog, typeName: TypeName | undefined): ColumnType {
  const written = typeOf(typeName);
  if (written === undefined) return unknownType;
  const { schema, name, modifiers, arrayDimensions } = written;
  if (schema !== undefined) return { schema, name, modifiers, arrayDimensions };
  const path = [temporarySchema, ...catalog.searchPath];
  const found = path.find(
    (candidate) => catalog.types.has(`${candidate}.${name}`) || catalog.relations.has(`${candidate}.${name}`),
  );
  const isBuiltIn = typeName?.names?.length === 2;
  return { schema: isBuiltIn ? undefined : found, name, modifiers, arrayDimensions };
}

/** The type of a view's column that nobody can tell without the server. */
export const unknownType: ColumnType = {
  schema: undefined,
  name: 'unknown',
  modifiers: [],
  arrayDimensions: 0,
};

function resolve(
  catalog: Catalog,
  written: WrittenName,
  exists: (name: QualifiedName) => boolean,
): QualifiedName {
  if (written.schema !== undefined) return `${written.schema}.${written.name}`;
  for (const schema of [temporarySchema, ...catalog.searchPath]) {
    const candidate = `${schema}.${written.name}`;
    if (exists(candidate)) return candidate;
  }
  return `${creationSchema(catalog)}.${written.name}`;
}
