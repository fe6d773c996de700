import type { ExplainedAction } from '../../behaviour';
import { tokensOf } from '../../sql';
import { columnConstraints, furtherAction, withoutConstraints } from '../fixes/columnDefinition';
import { fillLater } from '../fixes/fillLater';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { columnRewrite, findingsByAddedColumn, hasOnly, type AddedColumn } from '../readings/addedColumns';
import { quoted } from '../../catalog';
import { findKeyword } from '../readings/tokens';

/** A default that gives another value for each row, so that the server has to compute and store each of them at once. */
export const pgAddColumnVolatileDefault: Rule = {
  id: 'pg-add-column-volatile-default',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ADD COLUMN with a volatile default, such as gen_random_uuid(), which rewrites the whole table',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-volatile-default'], findingFor),
};

function findingFor(
  column: AddedColumn,
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const reason = 'its default is volatile, so each row gets a value of its own';
  const rewrite = columnRewrite(column, explained, reason);
  if (rewrite === undefined) return undefined;
  return {
    ...rewrite,
    remedy:
      'Add the column without a default, SET DEFAULT for the rows to come, and fill the existing ones in batches in a later migration.',
    fixes: fillInBatches(column, explained, reviewed, migration),
  };
}

function fillInBatches(
  { name, relation, definition }: AddedColumn,
  { action }: ExplainedAction,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  // A key or a check on the column would have to wait for the values as well.
  if (!hasOnly(definition, 'CONSTR_DEFAULT', 'CONSTR_NOTNULL', 'CONSTR_NULL')) return [];
  const [written] = columnConstraints(statement, name, 'CONSTR_DEFAULT');
  const required = columnConstraints(statement, name, 'CONSTR_NOTNULL');
  if (written === undefined) return [];
  const files = fillLater(migration, { table: relation, column: name, required: required.length > 0 });
  if (files === undefined) return [];
  const tokens = tokensOf(statement).filter((token) => token.start >= written.span.start);
  const start = findKeyword(tokens, 'DEFAULT')?.start ?? written.span.start;
  const value = migration.script.sql.slice(start, written.span.end);
  return [
    {
      title: 'Set the default after the column, and fill existing rows in a later migration',
      preferred: true,
      edits: [
        ...withoutConstraints(migration, [written, ...required]),
        furtherAction(migration, action.span, `ALTER COLUMN ${quoted(name)} SET ${value}`),
        ...files,
      ],
    },
  ];
}
