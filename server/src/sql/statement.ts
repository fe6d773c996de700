import type { Node } from '@pgsql/types';
import { parsePostgres, type PostgresSyntaxError } from './postgres';
import { scanSql, type SqlToken } from './scan';
import { SourceText, type Range, type Span, utf16OffsetOf } from './source';
import { splitSql, type Comment } from './split';

/** One statement of a file: where it stands, what was written, and its syntax tree or why there is none. */
export interface Statement {
  /** Zero-based place among the file's statements. */
  readonly index: number;
  /** From the first to the last character, without the semicolon and without comments before it. */
  readonly span: Span;
  readonly range: Range;
  /** The text as the parser saw it: as written, but placeholders and psql variables masked by SQL of the same width. */
  readonly text: string;
  readonly tree: Node | undefined;
  /** `offset` counts from the statement's start. */
  readonly error: PostgresSyntaxError | undefined;
}

/** A SQL file cut into statements; what is not SQL (psql commands, COPY data) is kept apart with its place. */
export interface SqlFile {
  readonly source: SourceText;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly metaCommands: readonly Span[];
  readonly copyData: readonly Span[];
}

/** Statements of one text that were parsed before, for callers that keep them. */
export type EarlierStatements = (text: string) => readonly Statement[];

/**
 * Splits and parses a file for PostgreSQL. A broken statement costs only itself. Never throws on SQL. What `earlier`
 * knows is not parsed again, and a statement that stands where it stood is the very same value as before.
 */
export function parseSqlFile(text: string, earlier: EarlierStatements = () => []): SqlFile {
  const source = new SourceText(text);
  const { segments, comments } = splitSql(text);
  const statements = segments
    .filter((segment) => segment.kind === 'statement')
    .map(({ span, masked }, index) =>
      statementAt({ index, span, range: source.rangeOf(span), text: masked }, earlier(masked)),
    );
  const spansOf = (kind: 'metaCommand' | 'copyData') =>
    segments.filter((segment) => segment.kind === kind).map((segment) => segment.span);
  return {
    source,
    statements,
    comments,
    metaCommands: spansOf('metaCommand'),
    copyData: spansOf('copyData'),
  };
}

/** The statement that the offset lies in or right behind; the first of two that it lies between. */
export function statementHolding({ statements }: SqlFile, offset: number): Statement | undefined {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.span.end ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  const candidate = statements[low];
  return candidate !== undefined && candidate.span.start <= offset ? candidate : undefined;
}

type Place = Pick<Statement, 'index' | 'span' | 'range' | 'text'>;

function statementAt(place: Place, earlier: readonly Statement[]): Statement {
  const same = earlier.find((statement) => isAt(statement, place));
  if (same !== undefined) return same;
  const { tree, error } = earlier[0] ?? parsePostgres(place.text);
  return { ...place, tree, error };
}

/** A comment before a statement may move its line without moving its offset. */
function isAt({ index, span, range }: Statement, place: Place): boolean {
  return (
    index === place.index &&
    span.start === place.span.start &&
    range.start.line === place.range.start.line &&
    range.start.character === place.range.start.character
  );
}

/** UTF-16 offset in the file of a byte `location` in the statement's syntax tree. */
export function offsetInFile(statement: Statement, location: number | undefined): number {
  return statement.span.start + utf16OffsetOf(statement.text, Math.max(0, location ?? 0));
}

/** Many questions are asked about one statement's tokens; a statement is a value, so its tokens never change. */
const tokensByStatement = new WeakMap<Statement, readonly SqlToken[]>();

/** The statement's tokens with spans in the file. */
export function tokensOf(statement: Statement): readonly SqlToken[] {
  const known = tokensByStatement.get(statement);
  if (known !== undefined) return known;
  const tokens = scanSql(statement.text).map((token) => ({
    text: token.text,
    start: statement.span.start + token.start,
    end: statement.span.start + token.end,
  }));
  tokensByStatement.set(statement, tokens);
  return tokens;
}

/**
 * The spans of the parts that commas outside parentheses separate: the actions of an ALTER TABLE, the columns of a
 * CREATE TABLE when `within` is the span between its parentheses.
 */
export function commaSeparatedSpans(statement: Statement, within: Span): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let current: { start: number; end: number } | undefined;
  for (const token of tokensOf(statement)) {
    if (token.start < within.start || token.end > within.end) continue;
    if (token.text === ',' && depth === 0) {
      if (current !== undefined) spans.push(current);
      current = undefined;
      continue;
    }
    if (token.text === '(' || token.text === '[') depth++;
    if (token.text === ')' || token.text === ']') depth--;
    current = { start: current?.start ?? token.start, end: token.end };
  }
  if (current !== undefined) spans.push(current);
  return spans;
}
