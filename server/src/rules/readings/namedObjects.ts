import type { Node, ObjectType } from '@pgsql/types';
import {
  resolveRelation,
  resolveRoutine,
  resolveUserType,
  type Catalog,
  type CatalogObject,
} from '../../catalog';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';

/** The object that a DROP, ALTER … OWNER TO or SET SCHEMA names; undefined for kinds that the catalog does not hold. */
export function namedObject(
  catalog: Catalog,
  kind: ObjectType | undefined,
  object: Node,
): CatalogObject | undefined {
  const written = nameOfParts(
    nodeAs(object, 'TypeName')?.names ?? nodeAs(object, 'ObjectWithArgs')?.objname ?? object,
  );
  if (written === undefined) return undefined;
  switch (kind) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'relation', name: resolveRelation(catalog, written) };
    case 'OBJECT_INDEX':
      return { kind: 'index', name: resolveRelation(catalog, written) };
    case 'OBJECT_SEQUENCE':
      return { kind: 'sequence', name: resolveRelation(catalog, written) };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'type', name: resolveUserType(catalog, written) };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return { kind: 'routine', name: resolveRoutine(catalog, written) };
    case 'OBJECT_SCHEMA':
      return { kind: 'schema', name: stringsOf(object)[0] ?? written.name };
    case 'OBJECT_EXTENSION':
      return { kind: 'extension', name: stringsOf(object)[0] ?? written.name };
    case 'OBJECT_POLICY':
    case 'OBJECT_TRIGGER': {
      const [part, name, schema] = [...stringsOf(object)].reverse();
      if (part === undefined || name === undefined) return undefined;
      const relation = resolveRelation(catalog, { schema, name });
      return { kind: kind === 'OBJECT_POLICY' ? 'policy' : 'trigger', relation, name: part };
    }
    default:
      return undefined;
  }
}
