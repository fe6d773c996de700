import type { Node } from '@pgsql/types';
import { findColumn, type Relation } from '../../catalog';
import { constantOf, nodeAs, sqlOf, stringsOf, type NodeOf } from '../../sql';

/**
 * Whether a condition holds for every row of a relation whatever the row is: `true`, `1 = 1`, `id = id` of a column that
 * is never null, and what AND, OR and NOT make of such. False also where nobody can tell.
 */
export function isAlwaysTrue(condition: Node, relation: Relation | undefined): boolean {
  return truthOf(condition, relation) === true;
}

/** The value that a condition has for every row; undefined where it hangs on the row, or nobody can tell. */
function truthOf(condition: Node, relation: Relation | undefined): boolean | undefined {
  const written = nodeAs(condition, 'A_Const')?.boolval;
  if (written !== undefined) return written.boolval === true;
  const joined = nodeAs(condition, 'BoolExpr');
  if (joined !== undefined) return truthOfJoined(joined, relation);
  const comparison = nodeAs(condition, 'A_Expr');
  if (comparison?.kind === 'AEXPR_OP') return truthOfComparison(comparison, relation);
  const test = nodeAs(condition, 'NullTest');
  if (test?.arg !== undefined && isNeverNull(test.arg, relation)) return test.nulltesttype === 'IS_NOT_NULL';
  return undefined;
}

function truthOfJoined(
  { boolop, args }: NodeOf<'BoolExpr'>,
  relation: Relation | undefined,
): boolean | undefined {
  const operands = (args ?? []).map((operand) => truthOf(operand, relation));
  switch (boolop) {
    case 'NOT_EXPR':
      return operands[0] === undefined ? undefined : !operands[0];
    case 'OR_EXPR':
      if (operands.includes(true)) return true;
      return operands.every((operand) => operand === false) ? false : undefined;
    case 'AND_EXPR':
      if (operands.includes(false)) return false;
      return operands.every((operand) => operand === true) ? true : undefined;
    case undefined:
      return undefined;
  }
}

function truthOfComparison(
  { name, lexpr, rexpr }: NodeOf<'A_Expr'>,
  relation: Relation | undefined,
): boolean | undefined {
  if (lexpr === undefined || rexpr === undefined) return undefined;
  const operator = stringsOf(name).at(-1) ?? '';
  const [left, right] = [constantOf(lexpr), constantOf(rexpr)];
  if (left !== undefined && right !== undefined && typeof left === typeof right) {
    return compared(left, right, operator);
  }
  const isSame = isNeverNull(lexpr, relation) && sqlOf(lexpr) === sqlOf(rexpr);
  return isSame ? ['=', '>=', '<='].includes(operator) : undefined;
}

function compared(left: number | string, right: number | string, operator: string): boolean | undefined {
  switch (operator) {
    case '=':
      return left === right;
    case '<>':
    case '!=':
      return left !== right;
    default:
      return undefined;
  }
}

function isNeverNull(expression: Node, relation: Relation | undefined): boolean {
  const column = stringsOf(nodeAs(expression, 'ColumnRef')?.fields).at(-1);
  return column !== undefined && findColumn(relation, column)?.notNull === true;
}
