import type { ColumnDef } from '@pgsql/types';
import { offsetInFile, tokensOf, type Span, type SqlToken, type Statement } from '../../sql';

/** The statement's tokens that lie within a span of the file. */
export function tokensWithin(statement: Statement, span: Span): readonly SqlToken[] {
  return tokensOf(statement).filter((token) => token.start >= span.start && token.end <= span.end);
}

/** Whether a token is that keyword; a quoted identifier never is. */
export function isKeyword(token: SqlToken | undefined, keyword: string): boolean {
  return token?.text.toUpperCase() === keyword;
}

export function findKeyword(tokens: readonly SqlToken[], keyword: string): SqlToken | undefined {
  return tokens.find((token) => isKeyword(token, keyword));
}

/** The last token with that keyword before an offset in the file. */
export function lastKeywordBefore(
  tokens: readonly SqlToken[],
  keyword: string,
  offset: number,
): SqlToken | undefined {
  return tokens.findLast((token) => token.end <= offset && isKeyword(token, keyword));
}

/** The first word of a column's type, which is all of it for types without modifiers and of one word. */
export function typeToken(statement: Statement, { typeName }: ColumnDef): SqlToken | undefined {
  if (typeName?.location === undefined) return undefined;
  const start = offsetInFile(statement, typeName.location);
  return tokensOf(statement).find((token) => token.start === start);
}

/** The parenthesis that closes the one at `open`, itself included; undefined where none does. */
export function closingParenthesis(tokens: readonly SqlToken[], open: SqlToken): SqlToken | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (token.start < open.start) continue;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth === 0) return token;
  }
  return undefined;
}

/**
 * The span of a relation's name that starts at byte `location` of the statement: `schema.name`, `only name`, and, where
 * it has one, its alias.
 */
export function relationNameSpan(
  statement: Statement,
  location: number | undefined,
  alias: string | undefined,
): Span {
  const start = offsetInFile(statement, location);
  const tokens = tokensOf(statement).filter((token) => token.start >= start);
  let last = 0;
  while (tokens[last + 1]?.text === '.') last += 2;
  if (tokens[last + 1]?.text === '*') last++;
  if (alias !== undefined) last += isKeyword(tokens[last + 1], 'AS') ? 2 : 1;
  return { start, end: tokens[last]?.end ?? start };
}
