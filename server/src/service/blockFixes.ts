import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../rules';
import { bodyOf, type Span, type Statement } from '../sql';

/**
 * The fixes of a finding at `span` that can be made where it stands. In a DO block a statement cannot move to another file, as it
 * may run under a condition there, and the text of EXECUTE has quotes of its own: a fix may change the written statement
 * itself, put another one right before or after it, or stay outside the block.
 */
export function fixesThatFit(
  fixes: readonly Fix[],
  span: Span,
  migration: ReviewedMigration,
): readonly Fix[] {
  const part = partsOf(migration).findLast(({ statement }) => covers(statement.span, span));
  if (part === undefined) return fixes;
  return fixes.filter((fix) => fix.edits.every((edit) => fits(edit, part, migration)));
}

/** The statements of a migration's DO blocks, of which most have none: each finding asks. */
function partsOf(migration: ReviewedMigration): readonly ReviewedStatement[] {
  const known = partsByMigration.get(migration);
  if (known !== undefined) return known;
  const parts = migration.statements.filter(({ within }) => within !== undefined);
  partsByMigration.set(migration, parts);
  return parts;
}

const partsByMigration = new WeakMap<ReviewedMigration, readonly ReviewedStatement[]>();

function fits(edit: Edit, { statement, within }: ReviewedStatement, { script }: ReviewedMigration): boolean {
  // The configuration of a file says how the runner takes all of it.
  if (!edit.path.endsWith('.sql')) return true;
  if (edit.path !== script.path || edit.create === true || within === undefined) return false;
  const { block, circumstances } = within;
  if (edit.span.end <= block.span.start || edit.span.start >= block.span.end) return true;
  const isWritten =
    isInDollarQuotes(block, script.sql) && !circumstances.some(({ kind }) => kind === 'executed');
  return isWritten && covers(withSpaceAround(statement.span, script.sql), edit.span);
}

/** Code in plain quotes needs each quote twice; code in dollar quotes stands as it is. */
function isInDollarQuotes(block: Statement, sql: string): boolean {
  const body = bodyOf(block);
  return body !== undefined && sql.charAt(body.span.start - 1) === '$';
}

/** The white space before a statement, and the semicolon after it. */
function withSpaceAround({ start, end }: Span, sql: string): Span {
  return {
    start: sql.slice(0, start).trimEnd().length,
    end: end + (/^\s*;/.exec(sql.slice(end))?.[0].length ?? 0),
  };
}

function covers(outer: Span, inner: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
