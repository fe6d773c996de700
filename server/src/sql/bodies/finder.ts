import { scanSql, type SqlToken } from '../scan';
import type { Span } from '../source';

/**
 * Finds where the pieces of a PL/pgSQL body stand, asked for one after the other in the order in which they are written:
 * PostgreSQL's parser gives their texts, but of their places only the line.
 */
export interface Finder {
  /** The next place where `text` stands right behind one of these words or signs; undefined where it does not. */
  find(text: string, behind: ReadonlySet<string>): Span | undefined;
  /** The next such word at the start of a statement. */
  findStatement(word: string): Span | undefined;
}

/** What stands before a statement. */
export const statementStarts: ReadonlySet<string> = new Set([';', 'BEGIN', 'THEN', 'ELSE', 'LOOP', '>>']);

export function finderIn(code: string): Finder {
  const tokens = scanSql(code);
  let cursor = 0;
  const next = (behind: ReadonlySet<string>, isIt: (token: SqlToken) => number | undefined) => {
    for (let place = Math.max(1, cursor); place < tokens.length; place++) {
      const [before, token] = [tokens[place - 1], tokens[place]];
      if (before === undefined || token === undefined || !behind.has(before.text.toUpperCase())) continue;
      const end = isIt(token);
      if (end === undefined) continue;
      cursor = place + 1;
      while ((tokens[cursor]?.start ?? end) < end) cursor++;
      return { start: token.start, end };
    }
    return undefined;
  };
  return {
    find: (text, behind) =>
      next(behind, ({ start }) => (isWrittenAt(code, start, text) ? start + text.length : undefined)),
    findStatement: (word) =>
      next(statementStarts, (token) => (token.text.toUpperCase() === word ? token.end : undefined)),
  };
}

/** The parser blanks the targets of INTO, which leaves a text of the same width. */
function isWrittenAt(code: string, start: number, text: string): boolean {
  for (let offset = 0; offset < text.length; offset++) {
    const wanted = text.charAt(offset);
    if (wanted !== ' ' && wanted !== code.charAt(start + offset)) return false;
  }
  return start + text.length <= code.length;
}
