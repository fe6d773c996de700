import type { ColumnDef, Constraint as ConstraintNode, Node } from '@pgsql/types';
import type { Catalog, Column, QualifiedName, Sequence, Table } from '../../../catalog';
import { nameOf } from '../../../catalog';
import { list, nameParts, partsOf, string, strings, typeName } from '../trees';
import { defaultNotNullName } from './constraintTrees';

/** A column as ADD COLUMN and CREATE TABLE write it; `nullable` leaves its NOT NULL to a later statement. */
export function columnDefinition(
  catalog: Catalog,
  table: Table,
  column: Column,
  nullability: 'as it is' | 'nullable' = 'as it is',
): ColumnDef {
  const name = nameOf(table);
  const generated = column.generated;
  const constraints: readonly ConstraintNode[] = [
    ...(column.identity === undefined ? [] : [identity(catalog, name, column)]),
    ...(generated === undefined
      ? []
      : [
          {
            contype: 'CONSTR_GENERATED' as const,
            generated_when: 'a',
            generated_kind: generated.storage === 'stored' ? 's' : 'v',
            raw_expr: generated.expression,
          },
        ]),
    ...(column.default === undefined
      ? []
      : [{ contype: 'CONSTR_DEFAULT' as const, raw_expr: column.default }]),
    ...(column.notNull && nullability === 'as it is' ? [notNull(table, column)] : []),
  ];
  return {
    colname: column.name,
    typeName: typeName(column.type),
    is_local: true,
    ...(column.collation === undefined ? {} : { collClause: { collname: strings([column.collation]) } }),
    ...(constraints.length === 0
      ? {}
      : { constraints: constraints.map((constraint): Node => ({ Constraint: constraint })) }),
  };
}

/** NOT NULL, with its name where that is not the one that the server would choose. */
function notNull(table: Table, column: Column): ConstraintNode {
  const named = notNullNameOf(table, column.name);
  return { contype: 'CONSTR_NOTNULL', ...(named === undefined ? {} : { conname: named }) };
}

export function notNullNameOf(table: Table, column: string): string | undefined {
  const found = table.constraints.find(({ kind, columns }) => kind === 'not null' && columns[0] === column);
  return found === undefined || found.name === defaultNotNullName(nameOf(table), column)
    ? undefined
    : found.name;
}

export function identity(catalog: Catalog, table: QualifiedName, column: Column): ConstraintNode {
  const sequence = [...catalog.sequences.values()].find(
    ({ identity: isIdentity, ownedBy }) =>
      isIdentity && ownedBy?.table === table && ownedBy.column === column.name,
  );
  const isNamed = sequence !== undefined && sequence.name !== `${partsOf(table).name}_${column.name}_seq`;
  const options = [
    ...(isNamed ? [definition('sequence_name', list(nameParts(nameOf(sequence))))] : []),
    ...(sequence === undefined ? [] : sequenceOptions(sequence)),
  ];
  return {
    contype: 'CONSTR_IDENTITY',
    generated_when: column.identity === 'always' ? 'a' : 'd',
    ...(options.length === 0 ? {} : { options }),
  };
}

/** INCREMENT, MINVALUE and so on, as far as the history sets them. */
export function sequenceOptions({ options }: Pick<Sequence, 'options'>): Node[] {
  return Object.entries(options)
    .filter(([name]) => name !== 'sequence_name')
    .map(([name, value]) => definition(name, sequenceValue(name, value)));
}

function sequenceValue(name: string, value: string): Node | undefined {
  if (name === 'cycle') return { Boolean: { boolval: value === 'true' } };
  // NO MINVALUE is a MINVALUE without a value, which the catalog keeps as `true`.
  if (value === 'true') return undefined;
  return Number.isSafeInteger(Number(value)) && Math.abs(Number(value)) < 2 ** 31
    ? { Integer: { ival: Number(value) } }
    : { Float: { fval: value } };
}

export function definition(name: string, arg: Node | undefined): Node {
  return { DefElem: { defname: name, ...(arg === undefined ? {} : { arg }), defaction: 'DEFELEM_UNSPEC' } };
}

export function textDefinition(name: string, value: string): Node {
  return definition(name, string(value));
}
