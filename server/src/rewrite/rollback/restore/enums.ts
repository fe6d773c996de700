import type { Node } from '@pgsql/types';
import {
  dependentViews,
  findTable,
  indexesOf,
  nameOf,
  readExpression,
  tablesUsingType,
  type Catalog,
  type Column,
  type Table,
  type UserType,
} from '../../../catalog';
import type { Phase, Undo } from '../model';
import { alterTable, drop, list, nameParts, string, strings, typeName } from '../trees';
import { constraintNode } from './constraintTrees';
import { indexStatement } from './indexes';
import { createType } from './types';

type Enum = Extract<UserType, { kind: 'enum' }>;

/**
 * PostgreSQL cannot take a label out of an enum: the type is made anew without it, and the columns change over. The cast
 * fails, and nothing is changed, while a row still has the label. Where more than plain columns, their indexes and checks
 * use the type there is no such way.
 */
export const removeEnumLabels: Phase = (from, to) =>
  [...to.types.values()].flatMap((wanted): readonly Undo[] => {
    const found = from.types.get(nameOf(wanted));
    if (found?.kind !== 'enum' || wanted.kind !== 'enum') return [];
    const added = found.labels.filter((label) => !wanted.labels.includes(label));
    if (added.length === 0) return [];
    const users = usersOf(from, wanted);
    return users === undefined ? [] : recreated(from, wanted, users, added);
  });

interface User {
  readonly table: Table;
  readonly column: Column;
}

/** The columns of the type; undefined where something else hangs on one of them. */
function usersOf(catalog: Catalog, type: Enum): readonly User[] | undefined {
  const users: User[] = [];
  for (const name of tablesUsingType(catalog, nameOf(type))) {
    const table = findTable(catalog, name);
    if (table?.kind !== 'table' || table.partitionOf !== undefined) return undefined;
    const columns = table.columns.filter(
      ({ type: used }) => used.schema === type.schema && used.name === type.name,
    );
    const isReadElsewhere =
      dependentViews(catalog, name).length > 0 ||
      [
        ...table.policies.flatMap(({ using, withCheck }) => [using, withCheck]),
        ...table.triggers.map(({ when }) => when),
        ...table.columns.map(({ generated }) => generated?.expression),
      ].some((expression) => expression !== undefined && namesAny(catalog, table, expression, columns));
    if (isReadElsewhere || columns.some((column) => column.type.arrayDimensions > 0)) return undefined;
    users.push(...columns.map((column) => ({ table, column })));
  }
  return users;
}

function namesAny(catalog: Catalog, table: Table, expression: Node, columns: readonly Column[]): boolean {
  return readExpression(catalog, expression, table).columns.some(({ column }) =>
    columns.some(({ name }) => name === column),
  );
}

function recreated(
  catalog: Catalog,
  wanted: Enum,
  users: readonly User[],
  added: readonly string[],
): readonly Undo[] {
  const former = `${wanted.name}_with_${added.join('_')}`.slice(0, 63);
  const create = createType(wanted);
  if (create === undefined) return [];
  const around = users.map((user) => dependentsOf(catalog, user));
  const labels = added.map((label) => `"${label}"`).join(', ');
  return [
    {
      tree: {
        RenameStmt: {
          renameType: 'OBJECT_TYPE',
          object: list(nameParts(nameOf(wanted))),
          newname: former,
          behavior: 'DROP_RESTRICT',
        },
      },
      remark: `An enum gives no label back, so the type is made anew without ${labels}. The cast fails, and nothing is changed, while a row still has it.`,
    },
    { tree: create },
    ...around.flatMap(({ before }) => before),
    ...users.flatMap((user) => changeOver(user, wanted)),
    ...around.flatMap(({ after }) => after),
    {
      tree: drop('OBJECT_TYPE', {
        TypeName: typeName({ schema: wanted.schema, name: former, modifiers: [], arrayDimensions: 0 }),
      }),
    },
  ];
}

function changeOver({ table, column }: User, wanted: Enum): readonly Undo[] {
  const name = nameOf(table);
  const type = { ...column.type, schema: wanted.schema, name: wanted.name };
  const text: Node = {
    TypeCast: {
      arg: { ColumnRef: { fields: [string(column.name)] } },
      typeName: { names: strings(['text']), typemod: -1 },
    },
  };
  const using: Node = { TypeCast: { arg: text, typeName: typeName(type) } };
  const setDefault = (def?: Node): Undo => ({
    tree: alterTable(name, {
      subtype: 'AT_ColumnDefault',
      name: column.name,
      ...(def === undefined ? {} : { def }),
    }),
  });
  return [
    ...(column.default === undefined ? [] : [setDefault()]),
    {
      tree: alterTable(name, {
        subtype: 'AT_AlterColumnType',
        name: column.name,
        def: { ColumnDef: { typeName: typeName(type), raw_default: using } },
      }),
    },
    ...(column.default === undefined ? [] : [setDefault(column.default)]),
  ];
}

/** Predicates and checks hold the old type's constants: they go before the change and come back after it. */
function dependentsOf(
  catalog: Catalog,
  { table, column }: User,
): { readonly before: readonly Undo[]; readonly after: readonly Undo[] } {
  const name = nameOf(table);
  const indexes = indexesOf(catalog, name).filter(
    ({ constraint, predicate, keys }) =>
      constraint === undefined &&
      [predicate, ...keys.map((key) => key.expression)].some(
        (expression) => expression !== undefined && namesAny(catalog, table, expression, [column]),
      ),
  );
  const checks = table.constraints.filter(
    (constraint) => constraint.kind === 'check' && constraint.columns.includes(column.name),
  );
  return {
    before: [
      ...checks.map((check) => ({
        tree: alterTable(name, { subtype: 'AT_DropConstraint', name: check.name }),
      })),
      ...indexes.map((index) => ({ tree: drop('OBJECT_INDEX', list(nameParts(nameOf(index)))) })),
    ],
    after: [
      ...checks.map((check) => ({
        tree: alterTable(name, {
          subtype: 'AT_AddConstraint',
          def: { Constraint: constraintNode(catalog, check) },
        }),
      })),
      ...indexes.map((index) => ({ tree: indexStatement(index, false) })),
    ],
  };
}
