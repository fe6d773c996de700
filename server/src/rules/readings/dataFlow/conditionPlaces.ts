import type { Node } from '@pgsql/types';
import { nodeAs, offsetInFile, tokensOf, walk, type SqlToken, type Statement } from '../../../sql';
import { isKeyword, lastKeywordBefore } from '../tokens';
import type { ConditionPlace, RangeItem } from './rangeItems';

/** Where a WHERE or ON condition is written; none where its keyword is not found. */
export function placeOfCondition(
  condition: Node,
  keyword: ConditionPlace['keyword'],
  names: readonly RangeItem[],
  statement: Statement,
): readonly ConditionPlace[] {
  // Nothing can be added to WHERE CURRENT OF.
  if (nodeAs(condition, 'CurrentOfExpr') !== undefined) return [];
  const tokens = tokensOf(statement);
  const start = offsetInFile(statement, firstLocationIn(condition));
  const word = lastKeywordBefore(tokens, keyword, start);
  const place = word === undefined ? -1 : tokens.indexOf(word) + 1;
  const first = tokens[place];
  const last = lastOfClause(tokens, place, keyword === 'ON' ? endsOn : endsWhere);
  if (first === undefined || last === undefined) return [];
  const shape = nodeAs(condition, 'BoolExpr')?.boolop === 'OR_EXPR' ? 'disjunction' : 'conjunction';
  return [{ keyword, span: { start: first.start, end: last.end }, shape, names }];
}

/** Where the WHERE of a level would stand that has none: behind its FROM list. */
export function placeOfMissingWhere(
  names: readonly RangeItem[],
  statement: Statement,
): readonly ConditionPlace[] {
  const ends = names.flatMap(({ relation, span }) => (relation === undefined ? [] : span.end));
  if (ends.length === 0) return [];
  const tokens = tokensOf(statement);
  const place = tokens.findIndex(({ end }) => end === Math.max(...ends));
  const last = lastOfClause(tokens, place, endsWhere);
  if (place < 0 || last === undefined) return [];
  return [{ keyword: 'WHERE', span: { start: last.end, end: last.end }, shape: 'missing', names }];
}

type EndOfClause = (token: SqlToken, next: SqlToken | undefined) => boolean;

/** The last token from a place on before the next clause, or before the parenthesis that closes the query. */
function lastOfClause(tokens: readonly SqlToken[], place: number, ends: EndOfClause): SqlToken | undefined {
  let depth = 0;
  let last: SqlToken | undefined;
  for (const [index, token] of tokens.entries()) {
    if (index < place) continue;
    const isInner = depth > 0;
    if (token.text === '(' || isKeyword(token, 'CASE')) depth++;
    if (token.text === ')' || isKeyword(token, 'END')) depth--;
    if (depth < 0 || token.text === ';') return last;
    if (!isInner && index > place && ends(token, tokens[index + 1])) return last;
    last = token;
  }
  return last;
}

/** Reserved words that end a condition or a FROM list, on the same level of parentheses. */
const clauses: ReadonlySet<string> = new Set([
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FETCH',
  'FOR',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'RETURNING',
  'WHEN',
]);

function endsWhere(token: SqlToken, next: SqlToken | undefined): boolean {
  if (isKeyword(token, 'ON')) return isKeyword(next, 'CONFLICT');
  return clauses.has(token.text.toUpperCase());
}

const joins: ReadonlySet<string> = new Set(['JOIN', 'LEFT', 'RIGHT', 'FULL', 'INNER', 'CROSS', 'NATURAL']);

function endsOn(token: SqlToken, next: SqlToken | undefined): boolean {
  if (endsWhere(token, next) || token.text === ',') return true;
  // LEFT and RIGHT are also functions.
  return joins.has(token.text.toUpperCase()) && next?.text !== '(';
}

/** Byte location in the statement of the expression's leftmost node. */
export function firstLocationIn(node: Node): number {
  let first = Number.MAX_SAFE_INTEGER;
  walk(node, (each, kind) => {
    const content: unknown = Reflect.get(each, kind);
    if (typeof content === 'object' && content !== null && 'location' in content) {
      const { location } = content;
      if (typeof location === 'number' && location >= 0) first = Math.min(first, location);
    }
    return true;
  });
  return first;
}
