import type { Constraint as ConstraintNode, Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../../sql';
import { existingColumn, existingTable, withConstraint, withIndex } from '../edit';
import type { Catalog, Constraint, Index, Origin, QualifiedName, Table } from '../model';
import { chooseRelationName, isRelationNameTaken, qualify } from '../objectNames';
import { primaryKeyOf } from '../query/constraints';
import { partitionsOf } from '../query/partitions';
import { nameOf } from '../query/relations';
import { resolveRelation } from '../query/resolve';
import { refuse } from '../refusal';
import { requireNotNull } from './checks';
import { commonOf, freeConstraintName, type Declaration } from './declaration';
import { indexColumnNames, indexKeyOf } from './indexKeys';
import { requirePartitionKey } from './partitionKeys';
import { optionsOf } from './reading';

/** Adds a PRIMARY KEY, UNIQUE or EXCLUDE constraint with its index, also to the partitions. */
export function addKey(
  catalog: Catalog,
  name: QualifiedName,
  declaration: Declaration,
  origin: Origin,
): Catalog {
  const table = existingTable(catalog, name);
  if (declaration.node.contype === 'CONSTR_PRIMARY' && primaryKeyOf(table) !== undefined) {
    return refuse(`multiple primary keys for table "${name}" are not allowed`);
  }
  if (declaration.node.indexname !== undefined) return useIndex(catalog, table, declaration, origin);
  const columns = keyColumns(table, declaration);
  const withNotNulls =
    declaration.node.contype === 'CONSTR_PRIMARY'
      ? columns.reduce((result, column) => requireNotNull(result, name, column, origin), catalog)
      : catalog;
  const index = newIndex(withNotNulls, table, declaration, columns, origin);
  if (index.unique) requirePartitionKey(table, index.keys);
  const constraint = constraintFor(declaration, index, columns, origin);
  const added = withConstraint(withIndex(withNotNulls, index), name, constraint);
  if (declaration.recursion === 'only') return added;
  return partitionsOf(added, name).reduce(
    (result, partition) => cloneKey(result, nameOf(partition), constraint, index),
    added,
  );
}

/** Gives a partition its part of a key of the parent: a key of its own that is attached to the parent's. */
export function cloneKey(
  catalog: Catalog,
  name: QualifiedName,
  constraint: Constraint,
  parentIndex: Index,
): Catalog {
  const table = existingTable(catalog, name);
  const label = labelOf(constraint.kind);
  const columns = label === 'pkey' ? [] : indexColumnNames([...parentIndex.keys], parentIndex.include);
  const indexName = chooseRelationName(
    catalog,
    table.schema,
    { table: table.name, columns, label },
    'constraint',
  );
  const index: Index = {
    ...parentIndex,
    schema: table.schema,
    name: indexName,
    table: name,
    constraint: indexName,
    attachedTo: nameOf(parentIndex),
  };
  if (index.unique) requirePartitionKey(table, index.keys);
  const own = { ...constraint, name: indexName, index: nameOf(index), local: false };
  const notNulls =
    constraint.kind === 'primary key'
      ? constraint.columns.reduce(
          (result, column) => requireNotNull(result, name, column, constraint.origin),
          catalog,
        )
      : catalog;
  const added = withConstraint(withIndex(notNulls, index), name, own);
  return partitionsOf(added, name).reduce(
    (result, partition) => cloneKey(result, nameOf(partition), own, index),
    added,
  );
}

function keyColumns(table: Table, { node, column }: Declaration): readonly string[] {
  if (node.contype === 'CONSTR_EXCLUSION') {
    return exclusionElements(node).flatMap((element) => nodeAs(element, 'IndexElem')?.name ?? []);
  }
  const columns = column === undefined ? stringsOf(node.keys) : [column];
  return columns.map((name) => existingColumn(table, name).name);
}

function newIndex(
  catalog: Catalog,
  table: Table,
  { node }: Declaration,
  columns: readonly string[],
  origin: Origin,
): Index {
  const keys =
    node.contype === 'CONSTR_EXCLUSION'
      ? exclusionElements(node).flatMap((element) => indexKeyOf(element) ?? [])
      : columns.map((column) => ({
          column,
          descending: false,
          nulls: 'last' as const,
          operatorClass: undefined,
          collation: undefined,
        }));
  const include = stringsOf(node.including);
  const name = node.conname ?? chosenName(catalog, table, node, indexColumnNames(keys, include));
  if (node.conname !== undefined) {
    freeConstraintName(table, name);
    if (isRelationNameTaken(catalog, qualify(table.schema, name)))
      refuse(`relation "${name}" already exists`);
  }
  return {
    schema: table.schema,
    name,
    origin,
    table: nameOf(table),
    method: node.access_method ?? 'btree',
    unique: node.contype !== 'CONSTR_EXCLUSION',
    nullsNotDistinct: node.nulls_not_distinct ?? false,
    keys,
    include,
    predicate: node.where_clause,
    valid: true,
    constraint: name,
    attachedTo: undefined,
    options: optionsOf(node.options),
    tablespace: node.indexspace,
  };
}

function chosenName(
  catalog: Catalog,
  table: Table,
  node: ConstraintNode,
  columns: readonly string[],
): string {
  const label =
    node.contype === 'CONSTR_PRIMARY' ? 'pkey' : node.contype === 'CONSTR_UNIQUE' ? 'key' : 'excl';
  const parts = { table: table.name, columns: label === 'pkey' ? [] : columns, label };
  return chooseRelationName(catalog, table.schema, parts, 'constraint');
}

function labelOf(kind: Constraint['kind']): string {
  if (kind === 'primary key') return 'pkey';
  return kind === 'exclusion' ? 'excl' : 'key';
}

function constraintFor(
  declaration: Declaration,
  index: Index,
  columns: readonly string[],
  origin: Origin,
): Constraint {
  const common = {
    ...commonOf(declaration, index.constraint ?? index.name, columns, origin),
    validated: true,
  };
  if (declaration.node.contype === 'CONSTR_EXCLUSION') {
    return { ...common, kind: 'exclusion', index: nameOf(index), definition: declaration.node };
  }
  return {
    ...common,
    kind: declaration.node.contype === 'CONSTR_PRIMARY' ? 'primary key' : 'unique',
    index: nameOf(index),
    nullsNotDistinct: index.nullsNotDistinct,
    include: index.include,
  };
}

/** ADD CONSTRAINT … USING INDEX: the constraint takes the index over, which takes the constraint's name. */
function useIndex(catalog: Catalog, table: Table, declaration: Declaration, origin: Origin): Catalog {
  const written = declaration.node.indexname ?? '';
  const found =
    catalog.indexes.get(qualify(table.schema, written)) ??
    catalog.indexes.get(resolveRelation(catalog, { schema: undefined, name: written })) ??
    refuse(`index "${written}" does not exist`);
  const name = declaration.node.conname ?? found.name;
  const index: Index = { ...found, name, constraint: name };
  const columns = found.keys.flatMap((key) => key.column ?? []);
  const tableName = nameOf(table);
  const withNotNulls =
    declaration.node.contype === 'CONSTR_PRIMARY'
      ? columns.reduce((result, column) => requireNotNull(result, tableName, column, origin), catalog)
      : catalog;
  const renamed = { ...withNotNulls, indexes: withNotNulls.indexes.delete(nameOf(found)) };
  return withConstraint(
    withIndex(renamed, index),
    tableName,
    constraintFor(declaration, index, columns, origin),
  );
}

function exclusionElements(node: ConstraintNode): readonly Node[] {
  return (node.exclusions ?? []).flatMap((exclusion) => nodeAs(exclusion, 'List')?.items?.[0] ?? []);
}
