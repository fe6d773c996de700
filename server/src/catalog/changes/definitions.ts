import type {
  AlterPublicationStmt,
  AlterStatsStmt,
  CreateEventTrigStmt,
  CreatePublicationStmt,
  CreateStatsStmt,
  Node,
  ObjectType,
} from '@pgsql/types';
import { nameOfParts, nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import type { Catalog, Definition, Origin } from '../model';
import { creationSchema } from '../query/resolve';
import type { Change } from './change';

/** Objects that are kept as the statement that made them. */
export const createPublication: Change<CreatePublicationStmt> = (catalog, statement, origin) =>
  define(
    catalog,
    'OBJECT_PUBLICATION',
    nameNode(statement.pubname),
    { CreatePublicationStmt: statement },
    origin,
  );

/** The definition keeps the CREATE statement with the tables and schemas that are published now. */
export const alterPublication: Change<AlterPublicationStmt> = (catalog, statement) => {
  const object = nameNode(statement.pubname);
  const key = keyOfDefinition(catalog, 'OBJECT_PUBLICATION', object);
  const definition = catalog.definitions.get(key);
  const create = nodeAs(definition?.statement, 'CreatePublicationStmt');
  const altered = markAltered(catalog, 'OBJECT_PUBLICATION', object);
  const marked = altered.definitions.get(key);
  if (create === undefined || marked === undefined) return altered;
  const pubobjects = publishedAfter(create.pubobjects ?? [], statement);
  const changed = { ...marked, statement: { CreatePublicationStmt: { ...create, pubobjects } } };
  return { ...altered, definitions: altered.definitions.set(key, changed) };
};

/** SET takes the place of the whole list, unless it sets options only. */
function publishedAfter(
  published: readonly Node[],
  { action, pubobjects = [] }: AlterPublicationStmt,
): Node[] {
  const isNamed = (node: Node) =>
    pubobjects.some((named) => publishedObject(named) === publishedObject(node));
  if (action === 'AP_DropObjects') return published.filter((node) => !isNamed(node));
  if (action === 'AP_SetObjects') return pubobjects.length === 0 ? [...published] : pubobjects;
  return [...published, ...pubobjects];
}

/** `TABLE name` or `SCHEMA name`, as the statement writes them. */
function publishedObject(node: Node): string {
  const object = nodeAs(node, 'PublicationObjSpec');
  const table = nameOfRangeVar(object?.pubtable?.relation);
  if (table === undefined) return `SCHEMA ${object?.name ?? ''}`;
  return `TABLE ${table.schema ?? 'public'}.${table.name}`;
}

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
