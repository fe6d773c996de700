import type { Node } from '@pgsql/types';
import { nodeAs, stringsOf, walk, type NodeOf } from '../../sql';
import { someNode } from './treeSearch';

/**
 * Whether an UPDATE names the rows it is about by a value: `column = value`, a list, a range with both ends, a query with a
 * LIMIT. One whose condition every row could meet, such as `IS NULL` or a join, goes through the table.
 */
export function isBounded({ whereClause, fromClause, withClause }: NodeOf<'UpdateStmt'>): boolean {
  const sources = [...(fromClause ?? []), ...(withClause?.ctes ?? [])];
  if (sources.some((source) => someNode(source, isLimited))) return true;
  return whereClause !== undefined && boundsRows(whereClause);
}

function boundsRows(condition: Node): boolean {
  const joined = nodeAs(condition, 'BoolExpr');
  if (joined?.boolop === 'OR_EXPR') return (joined.args ?? []).every(boundsRows);
  const parts = conjunctsOf(condition);
  const isRange = (['<', '>'] as const).every((sign) => parts.some((part) => isComparison(part, sign)));
  return (
    isRange || parts.some((part) => (part !== condition && isOr(part) ? boundsRows(part) : isNamed(part)))
  );
}

function isOr(part: Node): boolean {
  return nodeAs(part, 'BoolExpr')?.boolop === 'OR_EXPR';
}

function conjunctsOf(condition: Node): readonly Node[] {
  const joined = nodeAs(condition, 'BoolExpr');
  return joined?.boolop === 'AND_EXPR' ? (joined.args ?? []).flatMap(conjunctsOf) : [condition];
}

/** Whether a part of the condition picks rows by a value. */
function isNamed(part: Node): boolean {
  if (nodeAs(part, 'ColumnRef') !== undefined || nodeAs(part, 'CurrentOfExpr') !== undefined) return true;
  const negated = nodeAs(part, 'BoolExpr');
  if (negated?.boolop === 'NOT_EXPR')
    return (negated.args ?? []).every((arg) => nodeAs(arg, 'ColumnRef') !== undefined);
  const query = nodeAs(part, 'SubLink');
  if (query !== undefined) return query.subLinkType === 'ANY_SUBLINK' || query.subLinkType === 'EXPR_SUBLINK';
  const comparison = nodeAs(part, 'A_Expr');
  switch (comparison?.kind) {
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY':
      return stringsOf(comparison.name).at(-1) === '=';
    case 'AEXPR_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
      return true;
    case 'AEXPR_OP':
      return stringsOf(comparison.name).at(-1) === '=' && comparesWithValue(comparison);
    default:
      return false;
  }
}

/** One side is of the row, the other is not. */
function comparesWithValue({ lexpr, rexpr }: NodeOf<'A_Expr'>): boolean {
  return [lexpr, rexpr].filter((side) => side !== undefined && !hasColumn(side)).length === 1;
}

function isComparison(part: Node, sign: '<' | '>'): boolean {
  const comparison = nodeAs(part, 'A_Expr');
  const name = stringsOf(comparison?.name).at(-1) ?? '';
  return comparison?.kind === 'AEXPR_OP' && (name === sign || name === `${sign}=`);
}

/** Columns of a sub-query are its own. */
function hasColumn(expression: Node): boolean {
  let found = false;
  walk(expression, (node) => {
    if (nodeAs(node, 'SubLink') !== undefined) return false;
    if (nodeAs(node, 'ColumnRef') !== undefined) found = true;
    return undefined;
  });
  return found;
}

function isLimited(node: Node): boolean {
  const select = nodeAs(node, 'SelectStmt');
  return select?.limitCount !== undefined || (select?.valuesLists ?? []).length > 0;
}
