import { nameOf, quoted, quotedName, resolveUserType, tablesOf } from '../../../catalog';
import { nameOfParts, nodeAs, sqlOf } from '../../../sql';
import { batchedUpdates } from '../batchedUpdate';
import { refused, type Planner } from '../model';

/** ALTER TYPE … RENAME VALUE: the new value beside the old one, rows moved over, the old one forbidden. */
export const renameEnumValue: Planner = ({ action, catalog, place }) => {
  const alter = nodeAs(action.content, 'AlterEnumStmt');
  const [from, to] = [alter?.oldVal, alter?.newVal];
  const written = nameOfParts(alter?.typeName);
  if (from === undefined || to === undefined || written === undefined) return undefined;
  const type = catalog.types.get(resolveUserType(catalog, written));
  if (type === undefined) return refused(`The migration history does not make the type ${written.name}.`);
  const [old, value] = [literal(from), literal(to)];
  const columns = tablesOf(catalog)
    .filter((table) => table.partitionOf === undefined)
    .flatMap((table) =>
      table.columns
        .filter((column) => column.type.schema === type.schema && column.type.name === type.name)
        .filter((column) => column.type.arrayDimensions === 0)
        .map((column) => ({ table, column })),
    );
  const checks = columns.map(({ table, column }) => {
    const name = quoted(`${table.name}_${column.name}_not_${from}`.slice(0, 63));
    return {
      alter: `ALTER TABLE ${quotedName(nameOf(table))}`,
      name,
      condition: `${quoted(column.name)} <> ${old}`,
    };
  });
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: `code that reads ${from} and ${to} alike, and still writes ${from}`,
      up: [`ALTER TYPE ${quotedName(nameOf(type))} ADD VALUE ${value} AFTER ${old}`],
      down: `PostgreSQL cannot take the value ${to} away from ${type.name}; nothing uses it yet`,
    },
    later: [
      {
        phase: 'backfill',
        title: `move ${type.name} ${from} to ${to}`,
        transaction: 'none',
        code: `code that reads ${from} and ${to} alike, and writes ${to}`,
        up: columns.flatMap(({ table, column }) =>
          batchedUpdates(
            {
              table,
              assignments: [{ column: column.name, value }],
              pending: `${quoted(column.name)} = ${old}`,
            },
            catalog,
            place,
          ),
        ),
        down: `code that reads ${from} and ${to} alike needs no way back`,
      },
      {
        phase: 'contract',
        title: `forbid ${type.name} ${from}`,
        transaction: 'per-file',
        code: `code that knows ${to} only`,
        up: [
          ...columns
            .filter(({ column }) => column.default !== undefined && sqlOf(column.default).startsWith(old))
            .map(
              ({ table, column }) =>
                `ALTER TABLE ${quotedName(nameOf(table))} ALTER COLUMN ${quoted(column.name)} SET DEFAULT ${value}`,
            ),
          ...checks.map(
            ({ alter: statement, name, condition }) =>
              `${statement} ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
          ),
        ],
      },
      {
        phase: 'contract',
        title: `validate ${type.name} without ${from}`,
        transaction: 'per-file',
        code: `code that knows ${to} only`,
        up: checks.map(({ alter: statement, name }) => `${statement} VALIDATE CONSTRAINT ${name}`),
        down: 'validating changes nothing that would have to come back',
      },
    ],
  };
};

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
