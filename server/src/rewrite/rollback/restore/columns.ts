import {
  findColumn,
  type Catalog,
  type Column,
  type ColumnType,
  type QualifiedName,
  type Table,
} from '../../../catalog';
import type { Node } from '@pgsql/types';
import type { Phase, Scope, Undo } from '../model';
import { alterTable, options, string, strings, typeName } from '../trees';
import { columnDefinition, identity, notNullNameOf } from './columnTrees';
import { optionChanges, resetNames } from './options';
import { changedTables, isSameTree, isSameValue } from './pairs';

/**
 * Columns that are missing. One that was NOT NULL without a default comes back nullable, is filled where its values were
 * kept, and is NOT NULL only then.
 */
export const addColumns: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    other.columns
      .filter((column) => column.local && findColumn(one, column.name) === undefined)
      .flatMap((column): readonly Undo[] => {
        const isFilledByItself = hasOwnValues(column) || !column.notNull;
        const definition = columnDefinition(to, other, column, isFilledByItself ? 'as it is' : 'nullable');
        return [
          { tree: alterTable(name, { subtype: 'AT_AddColumn', def: { ColumnDef: definition } }) },
          ...scope.refill(name, column.name),
        ];
      }),
  );

function hasOwnValues({ default: value, identity: kind, generated }: Column): boolean {
  return value !== undefined || kind !== undefined || generated !== undefined;
}

/** Types, defaults, NOT NULL and the rest of what a column is. */
export const changeColumns: Phase = (from, to, scope) =>
  changedColumns(from, to, scope).flatMap(({ name, table, from: one, to: other }): readonly Undo[] => {
    const alter = (command: Parameters<typeof alterTable>[1]): Undo => ({
      tree: alterTable(name, { name: other.name, ...command }),
    });
    const typeChanges =
      !isSameValue(one.type, other.type) || (one.collation ?? '') !== (other.collation ?? '');
    const defaultChanges = !isSameTree(one.default, other.default);
    const isDropped = one.default !== undefined && (defaultChanges || typeChanges);
    return [
      ...(one.identity !== undefined && other.identity === undefined
        ? [alter({ subtype: 'AT_DropIdentity' })]
        : []),
      ...(one.generated !== undefined && other.generated === undefined
        ? [alter({ subtype: 'AT_DropExpression' })]
        : []),
      ...(isDropped && (typeChanges || other.default === undefined)
        ? [alter({ subtype: 'AT_ColumnDefault' })]
        : []),
      ...(typeChanges ? [alter({ subtype: 'AT_AlterColumnType', def: typeOf(one, other) })] : []),
      ...(typeChanges ? scope.refill(name, other.name) : []),
      ...(other.default !== undefined && (defaultChanges || typeChanges)
        ? [alter({ subtype: 'AT_ColumnDefault', def: other.default })]
        : []),
      ...nullability(name, table, one, other, scope),
      ...identityChange(to, name, one, other),
      ...(one.statistics === other.statistics
        ? []
        : [alter({ subtype: 'AT_SetStatistics', def: { Integer: { ival: other.statistics ?? -1 } } })]),
      ...(one.storage === other.storage || other.storage === undefined
        ? []
        : [alter({ subtype: 'AT_SetStorage', def: string(other.storage.toUpperCase()) })]),
      ...columnOptions(name, one, other),
    ];
  });

interface ColumnPair {
  readonly name: QualifiedName;
  readonly table: Table;
  readonly from: Column;
  readonly to: Column;
}

/** Columns that a parent hands down change with it. */
function changedColumns(from: Catalog, to: Catalog, scope: Scope): readonly ColumnPair[] {
  return changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    other.columns.flatMap((column) => {
      const found = findColumn(one, column.name);
      if (found === undefined || found === column || scope.isPassingColumn(name, column.name)) return [];
      return column.local ? [{ name, table: other, from: found, to: column }] : [];
    }),
  );
}

function typeOf(one: Column, other: Column): Node {
  const target = typeName(other.type);
  const using = isAssignable(one.type, other.type) ? undefined : castThrough(one, other);
  return {
    ColumnDef: {
      typeName: target,
      ...(other.collation === undefined ? {} : { collClause: { collname: strings([other.collation]) } }),
      ...(using === undefined ? {} : { raw_default: using }),
    },
  };
}

const numbers = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);
const texts = new Set(['text', 'varchar', 'bpchar', 'name']);
const moments = new Set(['date', 'timestamp', 'timestamptz']);
const documents = new Set(['json', 'jsonb']);

/**
 * Whether the server takes values of the one type for the other without being told how. It then also refuses what does
 * not fit, where an explicit cast would cut it off.
 */
function isAssignable(from: ColumnType, to: ColumnType): boolean {
  const isSame = from.name === to.name && from.schema === to.schema;
  if (isSame && from.arrayDimensions > 0 === to.arrayDimensions > 0) return true;
  if (from.schema !== undefined || to.schema !== undefined)
    return to.schema === undefined && texts.has(to.name);
  if (from.arrayDimensions > 0 || to.arrayDimensions > 0) return false;
  if (texts.has(to.name)) return true;
  return [numbers, moments, documents].some((family) => family.has(from.name) && family.has(to.name));
}

/** `column::target`, through text where a type of the schema is on either side. */
function castThrough(one: Column, other: Column): Node {
  const column: Node = { ColumnRef: { fields: [string(one.name)] } };
  const isOwnType = one.type.schema !== undefined || other.type.schema !== undefined;
  const dimensions = one.type.arrayDimensions;
  const text: ColumnType = { schema: undefined, name: 'text', modifiers: [], arrayDimensions: dimensions };
  const value: Node = isOwnType ? { TypeCast: { arg: column, typeName: typeName(text) } } : column;
  return { TypeCast: { arg: value, typeName: typeName(other.type) } };
}

function nullability(
  name: QualifiedName,
  table: Table,
  one: Column,
  other: Column,
  { serverVersion }: Scope,
): readonly Undo[] {
  if (one.notNull === other.notNull) return [];
  if (!other.notNull) {
    return [{ tree: alterTable(name, { subtype: 'AT_DropNotNull', name: other.name }) }];
  }
  const named = notNullNameOf(table, other.name);
  if (named === undefined || serverVersion < 18) {
    return [{ tree: alterTable(name, { subtype: 'AT_SetNotNull', name: other.name }) }];
  }
  const def: Node = {
    Constraint: {
      contype: 'CONSTR_NOTNULL',
      conname: named,
      keys: strings([other.name]),
      initially_valid: true,
      is_enforced: true,
    },
  };
  return [{ tree: alterTable(name, { subtype: 'AT_AddConstraint', def }) }];
}

function identityChange(to: Catalog, name: QualifiedName, one: Column, other: Column): readonly Undo[] {
  if (one.identity === other.identity || other.identity === undefined) return [];
  if (one.identity === undefined) {
    const def = { Constraint: identity(to, name, other) };
    return [{ tree: alterTable(name, { subtype: 'AT_AddIdentity', name: other.name, def }) }];
  }
  const generated: Node = {
    DefElem: {
      defname: 'generated',
      arg: { Integer: { ival: (other.identity === 'always' ? 'a' : 'd').charCodeAt(0) } },
    },
  };
  return [
    {
      tree: alterTable(name, {
        subtype: 'AT_SetIdentity',
        name: other.name,
        def: { List: { items: [generated] } },
      }),
    },
  ];
}

function columnOptions(name: QualifiedName, one: Column, other: Column): readonly Undo[] {
  return optionChanges(one.options, other.options).map(({ kind, values }) => ({
    tree: alterTable(name, {
      subtype: kind === 'set' ? 'AT_SetOptions' : 'AT_ResetOptions',
      name: other.name,
      def: { List: { items: kind === 'set' ? options(values) : resetNames(values) } },
    }),
  }));
}
