import { commaSeparatedSpans, nodeAs, type Span, type Statement } from '../../sql';
import type { Edit, Fix, ReviewedMigration } from '../model';
import { elementListOf, type DeclaredConstraint } from '../readings/declaredConstraints';
import { insertion, removal } from './insertions';

/** Takes a constraint out of a column's definition and writes one for the whole table in its stead. */
export function tableConstraintInstead(
  migration: ReviewedMigration,
  statement: Statement,
  { span }: DeclaredConstraint,
  tableConstraint: string,
  title: string,
): readonly Fix[] {
  const added = addedToTable(migration, statement, tableConstraint);
  return [{ title, preferred: false, edits: [removal(migration, span), added] }];
}

/** Takes an element out of a CREATE TABLE's list, with the comma that goes with it. */
export function withoutElement(migration: ReviewedMigration, statement: Statement, element: Span): Edit {
  const spans = commaSeparatedSpans(statement, elementListOf(statement));
  const place = spans.findIndex(({ start, end }) => start <= element.start && element.start < end);
  const [before, after] = [spans[place - 1], spans[place + 1]];
  const start = before?.end ?? element.start;
  const end = before === undefined ? (after?.start ?? element.end) : (spans[place]?.end ?? element.end);
  return { path: migration.script.path, span: { start, end }, newText: '' };
}

/** A further element of a CREATE TABLE's list, or a further action of an ALTER TABLE. */
function addedToTable(migration: ReviewedMigration, statement: Statement, tableConstraint: string): Edit {
  if (nodeAs(statement.tree, 'CreateStmt') === undefined) {
    return insertion(migration, statement.span.end, `, ADD ${tableConstraint}`);
  }
  const { start, end } = elementListOf(statement);
  const written = migration.script.sql.slice(start, end);
  const indent = /^\s*/.exec(written)?.[0] ?? '';
  const separator = indent.includes('\n') ? `,${indent}` : ', ';
  return insertion(migration, start + written.trimEnd().length, `${separator}${tableConstraint}`);
}
