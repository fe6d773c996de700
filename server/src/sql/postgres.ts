import type { Node } from '@pgsql/types';
import { hasSqlDetails, loadModule, parseSync, scanSync, type ScanToken } from 'libpg-query';
import { type Span, utf16OffsetOf, utf16OffsetOfCharacter } from './source';

/** Loads PostgreSQL's parser (WebAssembly); `parsePostgres` works once the promise has resolved. */
export async function loadPostgresParser(): Promise<void> {
  await loadModule();
}

export interface PostgresSyntaxError {
  readonly message: string;
  /** UTF-16 offset in the parsed text where the parser gave up. */
  readonly offset: number;
}

/** PostgreSQL's own syntax tree of one statement, or what its parser says is wrong. */
export type ParsedStatement =
  | { readonly tree: Node; readonly error?: undefined }
  | { readonly tree?: undefined; readonly error: PostgresSyntaxError };

/** Parses the text of exactly one statement with the grammar of PostgreSQL 18. Never throws on SQL. */
export function parsePostgres(text: string): ParsedStatement {
  try {
    const tree = parseSync(text).stmts?.[0]?.stmt;
    if (tree === undefined) return { error: { message: 'there is no statement here', offset: 0 } };
    return { tree };
  } catch (error) {
    return { error: syntaxErrorOf(error, text) };
  }
}

/** One lexical token of a statement with its UTF-16 span in the scanned text; comments are left out. */
export interface SqlToken extends Span {
  readonly text: string;
}

/** The tokens of a statement by PostgreSQL's own scanner; empty where the text cannot be scanned. */
export function scanPostgres(text: string): readonly SqlToken[] {
  try {
    return scanSync(text)
      .tokens.filter((token) => !isComment(token))
      .map((token) => ({
        text: token.text,
        start: utf16OffsetOf(text, token.start),
        end: utf16OffsetOf(text, token.end),
      }));
  } catch {
    return [];
  }
}

function isComment(token: ScanToken): boolean {
  return token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT';
}

function syntaxErrorOf(error: unknown, text: string): PostgresSyntaxError {
  const message = error instanceof Error ? error.message : String(error);
  const characters = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
  return { message, offset: utf16OffsetOfCharacter(text, Math.max(0, characters)) };
}
