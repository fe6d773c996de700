import type {
  AlterPublicationStmt,
  AlterStatsStmt,
  CreateEventTrigStmt,
  CreatePublicationStmt,
  CreateStatsStmt,
  Node,
  ObjectType,
} from '@pgsql/types';
import { nameOfParts, stringsOf } from '../../sql';
import type { Catalog, Definition, Origin } from '../model';
import { creationSchema } from '../query/resolve';
import type { Change } from './change';

/** Objects that are kept as the statement that made them; what they say is not followed. */
export const createPublication: Change<CreatePublicationStmt> = (catalog, statement, origin) =>
  define(
    catalog,
    'OBJECT_PUBLICATION',
    nameNode(statement.pubname),
    { CreatePublicationStmt: statement },
    origin,
  );

export const alterPublication: Change<AlterPublicationStmt> = (catalog, statement) =>
  markAltered(catalog, 'OBJECT_PUBLICATION', nameNode(statement.pubname));

export const createEventTrigger: Change<CreateEventTrigStmt> = (catalog, statement, origin) =>
  define(
    catalog,
    'OBJECT_EVENT_TRIGGER',
    nameNode(statement.trigname),
    { CreateEventTrigStmt: statement },
    origin,
  );

/** A statistics object without a name gets one from the server, which is not followed. */
export const createStatistics: Change<CreateStatsStmt> = (catalog, statement, origin) => {
  if (statement.defnames === undefined) return catalog;
  const object: Node = { List: { items: statement.defnames } };
  return define(catalog, 'OBJECT_STATISTIC_EXT', object, { CreateStatsStmt: statement }, origin);
};

export const alterStatistics: Change<AlterStatsStmt> = (catalog, statement) =>
  markAltered(catalog, 'OBJECT_STATISTIC_EXT', { List: { items: statement.defnames ?? [] } });

/** What a DROP of a kind that only has a definition takes away; undefined for all other kinds. */
export function dropDefinitions(
  catalog: Catalog,
  kind: ObjectType | undefined,
  objects: readonly Node[],
): Catalog | undefined {
  if (kind === undefined || !definedKinds.has(kind)) return undefined;
  const keys = objects.map((object) => keyOfDefinition(catalog, kind, object));
  return { ...catalog, definitions: catalog.definitions.deleteAll(keys) };
}

const definedKinds: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'OBJECT_PUBLICATION',
  'OBJECT_EVENT_TRIGGER',
  'OBJECT_STATISTIC_EXT',
]);

function define(catalog: Catalog, kind: ObjectType, object: Node, statement: Node, origin: Origin): Catalog {
  const key = keyOfDefinition(catalog, kind, object);
  const definition: Definition = { kind, object, statement, altered: 0, origin };
  return { ...catalog, definitions: catalog.definitions.set(key, definition) };
}

function markAltered(catalog: Catalog, kind: ObjectType, object: Node): Catalog {
  const key = keyOfDefinition(catalog, kind, object);
  const definition = catalog.definitions.get(key);
  if (definition === undefined) return catalog;
  const altered = { ...definition, altered: definition.altered + 1 };
  return { ...catalog, definitions: catalog.definitions.set(key, altered) };
}

function keyOfDefinition(catalog: Catalog, kind: ObjectType, object: Node): string {
  const label = kind.replace('OBJECT_', '');
  if (kind !== 'OBJECT_STATISTIC_EXT') return `${label} ${stringsOf(object).join('.')}`;
  const name = nameOfParts(object);
  return `${label} ${name?.schema ?? creationSchema(catalog)}.${name?.name ?? ''}`;
}

function nameNode(name: string | undefined): Node {
  return { String: { sval: name ?? '' } };
}
