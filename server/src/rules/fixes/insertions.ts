import type { Span, Statement } from '../../sql';
import type { Edit, ReviewedMigration } from '../model';

/** An edit of the script under review that puts text at an offset. */
export function insertion(migration: ReviewedMigration, offset: number, newText: string): Edit {
  return { path: migration.script.path, span: { start: offset, end: offset }, newText };
}

/** Takes a part of a statement out, with the white space before it. */
export function removal({ script }: ReviewedMigration, span: Span): Edit {
  const before = /\s*$/.exec(script.sql.slice(0, span.start))?.[0].length ?? 0;
  return { path: script.path, span: { start: span.start - before, end: span.end }, newText: '' };
}

/** Lines after a statement, behind its semicolon. */
export function insertionAfter(migration: ReviewedMigration, statement: Statement, lines: string): Edit {
  const { end } = statement.span;
  const terminator = /^\s*;/.exec(migration.script.sql.slice(end))?.[0];
  return insertion(
    migration,
    end + (terminator?.length ?? 0),
    `${terminator === undefined ? ';' : ''}\n\n${lines}`,
  );
}

/** Lines before a statement and before the comments right above it, which belong to it. */
export function insertionBefore(migration: ReviewedMigration, statement: Statement, lines: string): Edit {
  const { sql } = migration.script;
  let start = startOfLine(sql, statement.span.start);
  if (sql.slice(start, statement.span.start).trim() !== '') {
    return insertion(migration, statement.span.start, `${lines} `);
  }
  while (start > 0) {
    const lineAbove = startOfLine(sql, start - 1);
    if (!sql.slice(lineAbove, start).trimStart().startsWith('--')) break;
    start = lineAbove;
  }
  return insertion(migration, start, `${lines}\n`);
}

/** Takes a statement out of a text, with its semicolon, the rest of its line and the blank lines after it. */
export function spanWithLine(sql: string, statement: Statement): { start: number; end: number } {
  const { start, end } = statement.span;
  const rest = /^\s*;[ \t]*(?:\r?\n\s*)?/.exec(sql.slice(end))?.[0] ?? '';
  return { start, end: end + rest.length };
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
