import type { IndexStmt } from '@pgsql/types';
import { nodeAs } from '../../sql';
import { existingColumn, withIndex } from '../edit';
import type { Catalog, Index, Origin, QualifiedName } from '../model';
import { chooseRelationName, isRelationNameTaken } from '../objectNames';
import { partitionsOf } from '../query/partitions';
import { findRelation, findTable, nameOf } from '../query/relations';
import { refuse } from '../refusal';
import type { Change } from './change';
import { indexColumnNames, indexKeyOf } from './indexKeys';
import { joinIndexOfPartitions } from './inheritance';
import { requirePartitionKey } from './partitionKeys';
import { optionsOf, targetOf } from './reading';

/** CREATE INDEX: also on every partition, unless ON ONLY asks for an invalid index on the parent alone. */
export const createIndex: Change<IndexStmt> = (catalog, statement, origin) => {
  const tableName = targetOf(catalog, statement.relation);
  const relation =
    findRelation(catalog, tableName) ?? refuse(`relation "${tableName}" is not known to the history`);
  if (statement.concurrent === true && relation.kind === 'partitioned') {
    return refuse(`cannot create index on partitioned table "${tableName}" concurrently`);
  }
  const index = indexOf(catalog, statement, tableName, relation.schema, origin);
  if (isRelationNameTaken(catalog, nameOf(index))) {
    return statement.if_not_exists === true ? catalog : refuse(`relation "${nameOf(index)}" already exists`);
  }
  const table = findTable(catalog, tableName);
  for (const key of index.keys) {
    if (table !== undefined && key.column !== undefined) existingColumn(table, key.column);
  }
  if (table !== undefined && index.unique) requirePartitionKey(table, index.keys);
  const isOnly = statement.relation?.inh !== true;
  if (isOnly && partitionsOf(catalog, tableName).length > 0) {
    return withIndex(catalog, { ...index, valid: false });
  }
  return joinIndexOfPartitions(withIndex(catalog, index), tableName, index, undefined);
};

/** ALTER INDEX … ATTACH PARTITION: the parent becomes valid with the last of its parts. */
export function attachIndex(catalog: Catalog, parentName: QualifiedName, childName: QualifiedName): Catalog {
  const parent = catalog.indexes.get(parentName) ?? refuse(`index "${parentName}" does not exist`);
  const child = catalog.indexes.get(childName) ?? refuse(`index "${childName}" does not exist`);
  return validateWhenComplete(withIndex(catalog, { ...child, attachedTo: parentName }), parent);
}

/** Marks an index on a partitioned table valid where every partition has a valid part of it, and so on upwards. */
export function validateWhenComplete(catalog: Catalog, index: Index): Catalog {
  const parts = [...catalog.indexes.values()].filter(({ attachedTo }) => attachedTo === nameOf(index));
  const isComplete = partitionsOf(catalog, index.table).every((partition) =>
    parts.some((part) => part.table === nameOf(partition) && part.valid),
  );
  if (!isComplete || index.valid) return catalog;
  const validated = withIndex(catalog, { ...index, valid: true });
  const parent = index.attachedTo === undefined ? undefined : catalog.indexes.get(index.attachedTo);
  return parent === undefined ? validated : validateWhenComplete(validated, parent);
}

function indexOf(
  catalog: Catalog,
  statement: IndexStmt,
  table: QualifiedName,
  schema: string,
  origin: Origin,
): Index {
  const keys = (statement.indexParams ?? []).flatMap((parameter) => indexKeyOf(parameter) ?? []);
  const include = (statement.indexIncludingParams ?? []).flatMap(
    (parameter) => nodeAs(parameter, 'IndexElem')?.name ?? [],
  );
  const parts = {
    table: table.slice(schema.length + 1),
    columns: indexColumnNames(keys, include),
    label: 'idx',
  };
  const name = statement.idxname ?? chooseRelationName(catalog, schema, parts, 'relation');
  return {
    schema,
    name,
    origin,
    table,
    method: statement.accessMethod ?? 'btree',
    unique: statement.unique ?? false,
    nullsNotDistinct: statement.nulls_not_distinct ?? false,
    keys,
    include,
    predicate: statement.whereClause,
    valid: true,
    constraint: undefined,
    attachedTo: undefined,
    options: optionsOf(statement.options),
    tablespace: statement.tableSpace,
  };
}
