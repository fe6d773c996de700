import type { ExplainedAction } from '../../behaviour';
import { typeOf } from '../../sql';
import { columnConstraints, furtherAction, withoutConstraints } from '../fixes/columnDefinition';
import { fillLater } from '../fixes/fillLater';
import { insertionAfter, insertionBefore } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { columnRewrite, findingsByAddedColumn, hasOnly, type AddedColumn } from '../readings/addedColumns';
import { quoted, quotedName } from '../../catalog';
import { typeToken } from '../readings/tokens';

/** A column that takes a number from a sequence for every row that is there. */
export const pgAddColumnSerialIdentity: Rule = {
  id: 'pg-add-column-serial-identity',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ADD COLUMN of a serial type or as identity, which rewrites the whole table',
  speaksOf: ['AT_AddColumn'],
  check: (migration) =>
    findingsByAddedColumn(migration, ['add-column-serial', 'add-column-identity'], findingFor),
};

function findingFor(
  column: AddedColumn,
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const rewrite = columnRewrite(column, explained, 'it takes a number from its sequence for every row');
  if (rewrite === undefined) return undefined;
  const isIdentity = explained.row?.id === 'add-column-identity';
  return {
    ...rewrite,
    remedy: `Add a bigint column without a default, give it a sequence as its default, fill the existing rows in batches in a later migration, and set NOT NULL${isIdentity ? ' and the identity' : ''} then.`,
    fixes: isIdentity ? [] : spelledOut(column, explained, reviewed, migration),
  };
}

/** What a serial type stands for (manual, section "Serial Types"), step by step: sequence, default, values, NOT NULL. */
function spelledOut(
  { name, relation, definition }: AddedColumn,
  { action }: ExplainedAction,
  { statement, after }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (!hasOnly(definition, 'CONSTR_NOTNULL')) return [];
  const sequence = [...after.sequences].find(
    ([, { ownedBy }]) => ownedBy?.table === relation && ownedBy.column === name,
  );
  const type = typeToken(statement, definition);
  const integer = integers[typeOf(definition.typeName)?.name ?? ''];
  if (sequence === undefined || type === undefined || integer === undefined) return [];
  const files = fillLater(migration, { table: relation, column: name, required: true });
  if (files === undefined) return [];
  const key = quotedName(sequence[0]);
  const owner = `${quotedName(relation)}.${quoted(name)}`;
  return [
    {
      title: 'Give the column its sequence step by step, and fill existing rows in a later migration',
      preferred: true,
      edits: [
        insertionBefore(migration, statement, `CREATE SEQUENCE ${key} AS ${integer};\n`),
        { path: migration.script.path, span: { start: type.start, end: type.end }, newText: integer },
        ...withoutConstraints(migration, columnConstraints(statement, name, 'CONSTR_NOTNULL')),
        furtherAction(
          migration,
          action.span,
          `ALTER COLUMN ${quoted(name)} SET DEFAULT nextval('${key.replaceAll("'", "''")}')`,
        ),
        insertionAfter(migration, statement, `ALTER SEQUENCE ${key} OWNED BY ${owner};`),
        ...files,
      ],
    },
  ];
}

/** The integer type behind each serial type. */
const integers: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};
