import { findColumn, primaryKeyOf, type Column } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Edit, Finding, Fix, ReviewedMigration, Rule } from '../model';
import { makesTable } from '../readings/actionKinds';
import { addedColumnDefinitions } from '../readings/columnDefinitions';
import { newTablesOf, type NewTable } from '../readings/newTables';
import { typeToken } from '../readings/tokens';

/** Numbers from a sequence that a table of a growing product uses up: two thousand million of them, or 32 thousand. */
export const pgIntPk: Rule = {
  id: 'pg-int-pk',
  category: 'compatibility',
  severity: 'info',
  summary: 'A new table whose primary key takes integer or smallint numbers from a sequence, which run out',
  speaksOf: [...makesTable, 'AT_AddColumn'],
  *check(migration) {
    for (const table of newTablesOf(migration)) yield* findingsFor(table, migration);
  },
};

/** How many numbers a sequence of the type has. */
const numbers: Readonly<Record<string, string>> = { int2: '32,767', int4: '2,147,483,647' };

function* findingsFor(made: NewTable, migration: ReviewedMigration): Iterable<Finding> {
  const { table, name } = made;
  // A partition and a child take their columns from another table.
  if (table.partitionOf !== undefined || table.inherits.length > 0) return;
  for (const key of primaryKeyOf(table)?.columns ?? []) {
    const column = findColumn(table, key);
    const limit = column?.type.schema === undefined ? numbers[column?.type.name ?? ''] : undefined;
    if (column === undefined || limit === undefined || !isNumbered(column)) continue;
    const { statement } = made.madeBy;
    const definition = addedColumnDefinitions(statement).find(({ colname }) => colname === key);
    const token = definition === undefined ? undefined : typeToken(statement, definition);
    yield {
      what: `${key} is the primary key of ${table.name} and takes its values from a sequence that ends at ${limit}, rolled back and deleted ones included.`,
      who: 'When it ends, no tenant can insert a row any more, and changing the type then rewrites the table and everything that references it.',
      remedy:
        'Make it bigint from the start: eight bytes instead of four, and often none because of alignment.',
      span: token === undefined ? made.span : { start: token.start, end: token.end },
      relations: [name],
      fixes: token === undefined ? [] : makeBig(token, migration),
    };
  }
}

/** A number that people choose, such as a country's code, does not run out. */
function isNumbered(column: Column): boolean {
  if (column.identity !== undefined) return true;
  const call = nodeAs(column.default, 'FuncCall');
  return nodeAs(call?.funcname?.at(-1), 'String')?.sval === 'nextval';
}

const bigger: Readonly<Record<string, string>> = {
  smallint: 'bigint',
  int2: 'bigint',
  integer: 'bigint',
  int: 'bigint',
  int4: 'bigint',
  smallserial: 'bigserial',
  serial2: 'bigserial',
  serial: 'bigserial',
  serial4: 'bigserial',
};

function makeBig(
  token: { readonly text: string; readonly start: number; readonly end: number },
  { script }: ReviewedMigration,
): readonly Fix[] {
  const newText = bigger[token.text.toLowerCase()];
  if (newText === undefined) return [];
  const edit: Edit = { path: script.path, span: { start: token.start, end: token.end }, newText };
  return [{ title: `Use ${newText}`, preferred: false, edits: [edit] }];
}
