import { constantOf, nodeAs } from '../../sql';
import { changeColumn, changeTable, existingColumn, existingTable } from '../edit';
import type { Catalog, Column, Origin, QualifiedName } from '../model';
import { childrenOf, parentsOf } from '../query/partitions';
import { findColumn, nameOf } from '../query/relations';
import { columnTypeOf } from '../query/resolve';
import { refuse } from '../refusal';
import { columnDependents } from '../removal/columnDependents';
import { describe } from '../removal/objects';
import { removeObjects } from '../removal/remove';
import type { TableAction, TableCommands } from './alterTable';
import {
  addColumnSequences,
  addOwnedSequence,
  columnOf,
  constraintsOfColumn,
  identityKind,
  storedDefault,
} from './columns';
import { addNotNull, notNullOf } from './checks';
import { addConstraint } from './constraints';
import { handDownColumn } from './inheritance';
import { optionsOf, valueText, withoutOptions } from './reading';

/** The actions of ALTER TABLE on columns. */
export const alterColumnCommands: TableCommands = {
  AT_AddColumn: addColumn,
  AT_DropColumn: (catalog, action) => dropColumn(catalog, action.table, action),
  AT_ColumnDefault: (catalog, action) =>
    recursing((column, { command }) => ({
      ...column,
      default: storedDefault(catalog, command.def, column.type),
    }))(catalog, action),
  AT_SetNotNull: (catalog, { table, command, recursion }, origin) =>
    addNotNull(
      catalog,
      table,
      { node: { contype: 'CONSTR_NOTNULL' }, column: command.name, rows: 'possible', recursion },
      origin,
    ),
  AT_DropNotNull: (catalog, action) => dropNotNull(catalog, action.table, action),
  AT_AlterColumnType: (catalog, action) => {
    const type = columnTypeOf(catalog, nodeAs(action.command.def, 'ColumnDef')?.typeName);
    refuseWhereUsed(catalog, action);
    return recursing((column) => ({ ...column, type }))(catalog, action);
  },
  AT_SetExpression: recursing((column, { command }) => ({
    ...column,
    generated:
      command.def === undefined || column.generated === undefined
        ? column.generated
        : { ...column.generated, expression: command.def },
  })),
  AT_DropExpression: recursing((column) => ({ ...column, generated: undefined })),
  AT_SetStatistics: recursing((column, { command }) => ({
    ...column,
    statistics: statisticsOf(command.def),
  })),
  AT_SetStorage: recursing((column, { command }) => ({
    ...column,
    storage: command.def === undefined ? undefined : valueText(command.def).toLowerCase(),
  })),
  AT_SetOptions: (catalog, { table, command }) =>
    changeColumn(catalog, table, command.name ?? '', (column) => ({
      ...column,
      options: { ...column.options, ...optionsOf(nodeAs(command.def, 'List')?.items) },
    })),
  AT_ResetOptions: (catalog, { table, command }) =>
    changeColumn(catalog, table, command.name ?? '', (column) => ({
      ...column,
      options: withoutOptions(column.options, nodeAs(command.def, 'List')?.items),
    })),
  AT_AddIdentity: addIdentity,
  AT_SetIdentity: setIdentity,
  AT_DropIdentity: dropIdentity,
};

function addColumn(catalog: Catalog, action: TableAction, origin: Origin): Catalog {
  const { table: name, command, recursion } = action;
  const definition = nodeAs(command.def, 'ColumnDef') ?? refuse('ADD COLUMN needs a column');
  const table = existingTable(catalog, name);
  if (findColumn(table, definition.colname ?? '') !== undefined) {
    if (command.missing_ok === true) return catalog;
    return refuse(`column "${definition.colname ?? ''}" of relation "${name}" already exists`);
  }
  if (table.partitionOf !== undefined) return refuse('cannot add column to a partition');
  if (recursion === 'only' && childrenOf(catalog, name).length > 0) {
    return refuse('column must be added to child tables too');
  }
  const column = columnOf(catalog, definition, origin);
  const added = changeTable(catalog, name, (found) => ({ ...found, columns: [...found.columns, column] }));
  const withSequence = addColumnSequences(added, name, definition, origin);
  const complete = existingColumn(existingTable(withSequence, name), column.name);
  const handedDown = recursion === 'only' ? withSequence : handDownColumn(withSequence, name, complete);
  return constraintsOfColumn(definition, 'possible', recursion).reduce(
    (result, declaration) => addConstraint(result, name, declaration, origin),
    handedDown,
  );
}

function dropColumn(catalog: Catalog, name: QualifiedName, action: TableAction): Catalog {
  const { command, recursion } = action;
  const columnName = command.name ?? '';
  const table = existingTable(catalog, name);
  if (findColumn(table, columnName) === undefined) {
    if (command.missing_ok === true) return catalog;
    existingColumn(table, columnName);
  }
  if (table.partitionKey?.columns.includes(columnName) === true) {
    return refuse(`column "${columnName}" is part of the partition key of relation "${name}"`);
  }
  const isInherited = parentsOf(catalog, table).some(
    (parent) => findColumn(parent, columnName) !== undefined,
  );
  if (isInherited && name === action.table) return refuse(`cannot drop inherited column "${columnName}"`);
  const behavior = command.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
  const dropped = removeObjects(catalog, [{ kind: 'column', relation: name, name: columnName }], behavior);
  return childrenOf(catalog, name).reduce((result, child) => {
    const childName = nameOf(child);
    const column = findColumn(child, columnName);
    if (column === undefined) return result;
    const isTakenAlong =
      recursion === 'children' && !column.local && !comesFromOther(catalog, childName, name, columnName);
    if (isTakenAlong) return dropColumn(result, childName, action);
    return changeColumn(result, childName, columnName, (found) => ({ ...found, local: true }));
  }, dropped);
}

function comesFromOther(
  catalog: Catalog,
  child: QualifiedName,
  parent: QualifiedName,
  column: string,
): boolean {
  return existingTable(catalog, child).inherits.some((other) => {
    const relation = catalog.relations.get(other);
    return other !== parent && findColumn(relation, column) !== undefined;
  });
}

function dropNotNull(catalog: Catalog, name: QualifiedName, action: TableAction): Catalog {
  const column = action.command.name ?? '';
  const table = existingTable(catalog, name);
  existingColumn(table, column);
  if (table.constraints.some(({ kind, columns }) => kind === 'primary key' && columns.includes(column))) {
    return refuse(`column "${column}" is in a primary key`);
  }
  const constraint = notNullOf(table, column);
  const dropped = changeTable(catalog, name, (found) => ({
    ...found,
    columns: found.columns.map((other) => (other.name === column ? { ...other, notNull: false } : other)),
    constraints: found.constraints.filter((other) => other !== constraint),
  }));
  return childrenOf(catalog, name).reduce((result, child) => {
    const inherited = notNullOf(child, column);
    if (inherited === undefined || inherited.local) return result;
    return dropNotNull(result, nameOf(child), action);
  }, dropped);
}

/** A change of one column that also reaches the children, unless the statement says ONLY. */
function recursing(
  change: (column: Column, action: TableAction) => Column,
): (catalog: Catalog, action: TableAction) => Catalog {
  const apply = (catalog: Catalog, name: QualifiedName, action: TableAction): Catalog => {
    const changed = changeColumn(catalog, name, action.command.name ?? '', (column) =>
      change(column, action),
    );
    if (action.recursion === 'only') return changed;
    return childrenOf(catalog, name).reduce((result, child) => apply(result, nameOf(child), action), changed);
  };
  return (catalog, action) => apply(catalog, action.table, action);
}

/** The server refuses a new type for a column that a view, policy, generated column or trigger condition uses. */
function refuseWhereUsed(catalog: Catalog, { table, command }: TableAction): void {
  const column = command.name ?? '';
  const found = existingTable(catalog, table);
  if (found.partitionKey?.columns.includes(column) === true) {
    refuse(`cannot alter column "${column}" because it is part of the partition key of "${table}"`);
  }
  const user = columnDependents(catalog, table, column).find(
    ({ object, goes }) => goes === 'with cascade' && object.kind !== 'constraint',
  );
  if (user !== undefined) refuse(`cannot alter type of a column used by ${describe(user.object)}`);
}

function addIdentity(catalog: Catalog, { table, command }: TableAction, origin: Origin): Catalog {
  const node = nodeAs(command.def, 'Constraint');
  const columnName = command.name ?? '';
  const column = existingColumn(existingTable(catalog, table), columnName);
  if (!column.notNull)
    return refuse(`column "${columnName}" of relation "${table}" must be declared NOT NULL first`);
  if (column.default !== undefined || column.identity !== undefined) {
    return refuse(`column "${columnName}" of relation "${table}" already has a default value or identity`);
  }
  const wish = { dataType: column.type.name, use: 'identity' as const, options: optionsOf(node?.options) };
  const made = addOwnedSequence(catalog, table, columnName, wish, origin).catalog;
  return withIdentity(made, table, columnName, identityKind(node?.generated_when));
}

function setIdentity(catalog: Catalog, { table, command }: TableAction): Catalog {
  const options = optionsOf(nodeAs(command.def, 'List')?.items);
  const column = existingColumn(existingTable(catalog, table), command.name ?? '');
  if (column.identity === undefined) {
    return refuse(`column "${column.name}" of relation "${table}" is not an identity column`);
  }
  const generated = options['generated'];
  return generated === undefined
    ? catalog
    : withIdentity(catalog, table, column.name, identityKind(String.fromCharCode(Number(generated))));
}

function dropIdentity(catalog: Catalog, { table, command }: TableAction): Catalog {
  const column = existingColumn(existingTable(catalog, table), command.name ?? '');
  if (column.identity === undefined) {
    if (command.missing_ok === true) return catalog;
    return refuse(`column "${column.name}" of relation "${table}" is not an identity column`);
  }
  const sequences = catalog.sequences.filterNot(
    (sequence) =>
      sequence.identity && sequence.ownedBy?.table === table && sequence.ownedBy.column === column.name,
  );
  return withIdentity({ ...catalog, sequences }, table, column.name, undefined);
}

/** Partitions share the identity of their parent. */
function withIdentity(
  catalog: Catalog,
  table: QualifiedName,
  column: string,
  identity: Column['identity'],
): Catalog {
  const changed = changeColumn(catalog, table, column, (found) => ({ ...found, identity }));
  return childrenOf(catalog, table)
    .filter((child) => child.partitionOf !== undefined)
    .reduce((result, child) => withIdentity(result, nameOf(child), column, identity), changed);
}

function statisticsOf(definition: TableAction['command']['def']): number | undefined {
  const value =
    nodeAs(definition, 'Integer')?.ival ?? (definition === undefined ? undefined : constantOf(definition));
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
