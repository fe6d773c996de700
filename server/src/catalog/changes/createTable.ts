import type { ColumnDef, CreateForeignTableStmt, CreateStmt, Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import { existingTable, withRelation } from '../edit';
import type { Catalog, Column, Origin, Table } from '../model';
import { isRelationNameTaken, qualify } from '../objectNames';
import { findTable } from '../query/relations';
import { columnTypeOf } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { addColumnSequences, columnOf, constraintsOfColumn } from './columns';
import { addConstraint } from './constraints';
import type { Declaration } from './declaration';
import { grantsForNew } from './defaultGrants';
import { inheritFromParents, joinPartitions } from './inheritance';
import { copyLikeParts, likeColumns } from './likeClause';
import { newRelationName, optionsOf, targetOf } from './reading';

/** CREATE TABLE in all its forms but AS. */
export const createTable: Change<CreateStmt> = (catalog, statement, origin) => {
  const { schema, name } = newRelationName(catalog, statement.relation);
  const qualified = qualify(schema, name);
  if (isRelationNameTaken(catalog, qualified)) {
    return statement.if_not_exists === true ? catalog : refuse(`relation "${qualified}" already exists`);
  }
  const table = bareTable(catalog, statement, { schema, name }, origin);
  const definitions = definitionsOf(statement);
  const parents = [...table.inherits, ...(table.partitionOf === undefined ? [] : [table.partitionOf.parent])];
  const known = parents.flatMap((parent) => findTable(catalog, parent) ?? []);
  const typed = typeAttributes(catalog, statement, origin);
  const own = (statement.tableElts ?? []).flatMap((element) => columnsOfElement(catalog, element, origin));
  const columns = mergeColumns([...known.flatMap(inheritedColumns), ...typed], own);
  const withColumns = withRelation(catalog, { ...table, columns });
  const withSequences = definitions.reduce(
    (result, definition) => addColumnSequences(result, qualified, definition, origin),
    withColumns,
  );
  const withConstraints = inServerOrder(declarationsOf(statement, definitions)).reduce(
    (result, declaration) => addConstraint(result, qualified, declaration, origin),
    inheritFromParents(withSequences, qualified),
  );
  const withCopies = (statement.tableElts ?? []).reduce(
    (result, element) => copyLikeParts(result, qualified, nodeAs(element, 'TableLikeClause'), origin),
    withConstraints,
  );
  return table.partitionOf === undefined ? withCopies : joinPartitions(withCopies, qualified);
};

export const createForeignTable: Change<CreateForeignTableStmt> = (catalog, statement, origin) => {
  if (statement.base === undefined) return catalog;
  const created = createTable(catalog, statement.base, origin);
  if (created === catalog) return catalog;
  const { schema, name } = newRelationName(catalog, statement.base.relation);
  const table = existingTable(created, qualify(schema, name));
  return withRelation(created, { ...table, kind: 'foreign', options: optionsOf(statement.options) });
};

/** A table without columns, to start from. */
export function bareTable(
  catalog: Catalog,
  statement: CreateStmt,
  { schema, name }: { readonly schema: string; readonly name: string },
  origin: Origin,
): Table {
  const owner = catalog.session.role;
  const parents = (statement.inhRelations ?? []).flatMap((parent) => {
    const relation = nodeAs(parent, 'RangeVar');
    return relation === undefined ? [] : [targetOf(catalog, relation)];
  });
  const [parent] = parents;
  const bound = statement.partbound;
  const partitionOf =
    bound === undefined || parent === undefined
      ? undefined
      : { parent, bound: bound.is_default === true ? ('default' as const) : { PartitionBoundSpec: bound } };
  return {
    schema,
    name,
    origin,
    owner,
    grants: grantsForNew(catalog, 'tables', schema, owner),
    kind: statement.partspec === undefined ? 'table' : 'partitioned',
    persistence: persistenceOf(statement.relation?.relpersistence),
    columns: [],
    constraints: [],
    triggers: [],
    policies: [],
    rules: [],
    rowSecurity: { enabled: false, forced: false },
    options: optionsOf(statement.options),
    accessMethod: statement.accessMethod,
    tablespace: statement.tablespacename,
    replicaIdentity: 'default',
    inherits: partitionOf === undefined ? parents : [],
    partitionOf,
    partitionKey: partitionKeyOf(statement),
    uncertain: undefined,
  };
}

function persistenceOf(code: string | undefined): Table['persistence'] {
  if (code === 't') return 'temporary';
  return code === 'u' ? 'unlogged' : 'permanent';
}

function partitionKeyOf(statement: CreateStmt): Table['partitionKey'] {
  if (statement.partspec === undefined) return undefined;
  const elements = statement.partspec.partParams ?? [];
  return {
    strategy: (statement.partspec.strategy ?? '').replace('PARTITION_STRATEGY_', '').toLowerCase(),
    columns: elements.flatMap((element) => nodeAs(element, 'PartitionElem')?.name ?? []),
    elements,
  };
}

function definitionsOf(statement: CreateStmt): readonly ColumnDef[] {
  return (statement.tableElts ?? []).flatMap((element) => nodeAs(element, 'ColumnDef') ?? []);
}

function columnsOfElement(catalog: Catalog, element: Node, origin: Origin): readonly Column[] {
  const definition = nodeAs(element, 'ColumnDef');
  if (definition !== undefined) return [columnOf(catalog, definition, origin)];
  return likeColumns(catalog, nodeAs(element, 'TableLikeClause'), origin);
}

/** CREATE TABLE … OF type: the attributes of the type. */
function typeAttributes(catalog: Catalog, statement: CreateStmt, origin: Origin): readonly Column[] {
  if (statement.ofTypename === undefined) return [];
  const { schema, name } = columnTypeOf(catalog, statement.ofTypename);
  const type = catalog.types.get(qualify(schema ?? '', name));
  return type?.kind === 'composite' ? type.attributes.map((attribute) => ({ ...attribute, origin })) : [];
}

/** What a child takes from its parent's columns. A partition shares the identity of its parent, a child does not. */
function inheritedColumns(parent: Table): readonly Column[] {
  const isPartitioned = parent.kind === 'partitioned';
  return parent.columns.map((column) => ({
    ...column,
    identity: isPartitioned ? column.identity : undefined,
    grants: [],
    local: false,
  }));
}

/** Columns of one name become one, in the first's place; what the table itself says of it wins. */
function mergeColumns(inherited: readonly Column[], own: readonly Column[]): readonly Column[] {
  const merged = new Map<string, Column>();
  for (const column of inherited) {
    const present = merged.get(column.name);
    merged.set(
      column.name,
      present === undefined ? column : { ...present, default: present.default ?? column.default },
    );
  }
  for (const column of own) {
    const present = merged.get(column.name);
    if (present !== undefined && !inherited.some(({ name }) => name === column.name)) {
      refuse(`column "${column.name}" specified more than once`);
    }
    merged.set(column.name, present === undefined ? column : mergedColumn(present, column));
  }
  return [...merged.values()];
}

function mergedColumn(inherited: Column, own: Column): Column {
  return {
    ...inherited,
    default: own.default ?? inherited.default,
    generated: own.generated ?? inherited.generated,
    identity: own.identity ?? inherited.identity,
    collation: own.collation ?? inherited.collation,
    local: own.type.name !== 'unknown',
  };
}

function declarationsOf(statement: CreateStmt, definitions: readonly ColumnDef[]): readonly Declaration[] {
  const ofColumns = definitions.flatMap((definition) => constraintsOfColumn(definition, 'none', 'children'));
  const ofTable = (statement.tableElts ?? []).flatMap((element): readonly Declaration[] => {
    const node = nodeAs(element, 'Constraint');
    return node === undefined ? [] : [{ node, column: undefined, rows: 'none', recursion: 'children' }];
  });
  return [...ofColumns, ...ofTable];
}

/** Checks, then NOT NULL, then the primary key, then the other indexes, then foreign keys: so default names come out. */
function inServerOrder(declarations: readonly Declaration[]): readonly Declaration[] {
  const order = ['CONSTR_CHECK', 'CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'index', 'CONSTR_FOREIGN'];
  const rank = ({ node }: Declaration) => {
    const found = order.indexOf(node.contype ?? '');
    return found < 0 ? order.indexOf('index') : found;
  };
  return [...declarations].sort((left, right) => rank(left) - rank(right));
}
