import type { Node } from '@pgsql/types';
import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import { utf16OffsetOfCharacter } from './source';

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

/** How many statements the parser itself finds in a text, whatever anybody else takes for one; 0 where it refuses it. */
export function countStatements(text: string): number {
  try {
    return parseSync(text).stmts?.length ?? 0;
  } catch {
    return 0;
  }
}

function syntaxErrorOf(error: unknown, text: string): PostgresSyntaxError {
  const message = error instanceof Error ? error.message : String(error);
  const characters = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
  return { message, offset: utf16OffsetOfCharacter(text, Math.max(0, characters)) };
}
