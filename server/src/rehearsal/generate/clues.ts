import type { Node } from '@pgsql/types';
import { constantOf, nodeAs, parsePostgres, stringsOf, walk } from '../../sql';

/** What an expression compares a column with: hints at values that satisfy it. */
export interface Clues {
  /** Constants that stand on the other side of an operator. */
  readonly constants: readonly string[];
  /** Numbers that a length of the column is compared with. */
  readonly lengths: readonly number[];
  /** Regular expressions that the column is matched with. */
  readonly patterns: readonly string[];
  /** Patterns of LIKE. */
  readonly likes: readonly string[];
}

/** Clues for every column that the expression names; a domain's column is `value`. */
export function cluesIn(sql: string): ReadonlyMap<string, Clues> {
  const tree = parsePostgres(`SELECT ${sql}`).tree;
  const clues = new Map<string, MutableClues>();
  if (tree === undefined) return clues;
  walk(tree, (node, kind) => {
    if (kind === 'A_Expr' || kind === 'FuncCall') addClues(node, clues);
    return undefined;
  });
  return clues;
}

interface MutableClues {
  constants: string[];
  lengths: number[];
  patterns: string[];
  likes: string[];
}

function addClues(node: Node, clues: Map<string, MutableClues>): void {
  const { columns, constants, measured } = partsOf(node);
  const operator = stringsOf(nodeAs(node, 'A_Expr')?.name)[0];
  for (const column of columns) {
    const own = clues.get(column) ?? { constants: [], lengths: [], patterns: [], likes: [] };
    clues.set(column, own);
    own.constants.push(...constants);
    if (measured) own.lengths.push(...constants.map(Number).filter((length) => Number.isSafeInteger(length)));
    if (operator?.startsWith('~~') === true) own.likes.push(...constants);
    else if (operator?.startsWith('~') === true) own.patterns.push(...constants);
  }
}

const lengthFunctions = new Set(['length', 'char_length', 'character_length', 'octet_length', 'bit_length']);

function partsOf(node: Node): Parts {
  const parts: Parts = { columns: new Set(), constants: [], measured: false };
  collect(node, parts);
  return parts;
}

interface Parts {
  readonly columns: Set<string>;
  readonly constants: string[];
  /** The expression measures a length. */
  measured: boolean;
}

function collect(node: Node, parts: Parts): void {
  walk(node, (part, kind) => {
    if (kind === 'TypeCast') {
      // Only what is cast: a number in the type's own parentheses is no value.
      const cast = nodeAs(part, 'TypeCast')?.arg;
      if (cast !== undefined) collect(cast, parts);
      return false;
    }
    if (kind === 'ColumnRef') {
      const name = stringsOf(nodeAs(part, 'ColumnRef')?.fields).at(-1);
      if (name !== undefined) parts.columns.add(name);
    } else if (kind === 'A_Const') {
      const value = constantOf(part);
      if (value !== undefined) parts.constants.push(String(value));
    } else if (kind === 'FuncCall') {
      const name = stringsOf(nodeAs(part, 'FuncCall')?.funcname).at(-1);
      if (name !== undefined && lengthFunctions.has(name)) parts.measured = true;
    }
    return undefined;
  });
}
