import type { Node } from '@pgsql/types';
import { constantOf, nodeAs, stringsOf, typeOf } from '../../sql';

/**
 * The name that the server gives to an unnamed output column or index expression (`FigureColname` in its source);
 * undefined where it would write `?column?` or `expr`.
 */
export function impliedColumnName(expression: Node): string | undefined {
  return strongName(expression) ?? weakName(expression);
}

/** A name that wins over the one of a cast around it. */
function strongName(expression: Node): string | undefined {
  const column = nodeAs(expression, 'ColumnRef');
  if (column !== undefined) return stringsOf(column.fields).at(-1);
  const indirection = nodeAs(expression, 'A_Indirection');
  if (indirection !== undefined) {
    return stringsOf(indirection.indirection).at(-1) ?? optional(indirection.arg, strongName);
  }
  const call = nodeAs(expression, 'FuncCall');
  if (call !== undefined) return stringsOf(call.funcname).at(-1);
  const cast = nodeAs(expression, 'TypeCast');
  if (cast !== undefined) return optional(cast.arg, strongName);
  const collate = nodeAs(expression, 'CollateClause');
  if (collate !== undefined) return optional(collate.arg, strongName);
  const caseExpression = nodeAs(expression, 'CaseExpr');
  if (caseExpression !== undefined) return optional(caseExpression.defresult, strongName);
  const subLink = nodeAs(expression, 'SubLink');
  if (subLink !== undefined) return subLinkName(subLink.subLinkType, subLink.subselect);
  return keywordName(expression);
}

/** Names of last resort: a cast's type, `case`. */
function weakName(expression: Node): string | undefined {
  const cast = nodeAs(expression, 'TypeCast');
  if (cast !== undefined) return optional(cast.arg, weakName) ?? typeOf(cast.typeName)?.name;
  const caseExpression = nodeAs(expression, 'CaseExpr');
  if (caseExpression !== undefined) return optional(caseExpression.defresult, weakName) ?? 'case';
  const collate = nodeAs(expression, 'CollateClause');
  if (collate !== undefined) return optional(collate.arg, weakName);
  return undefined;
}

function keywordName(expression: Node): string | undefined {
  if (nodeAs(expression, 'CoalesceExpr') !== undefined) return 'coalesce';
  if (nodeAs(expression, 'A_ArrayExpr') !== undefined) return 'array';
  if (nodeAs(expression, 'RowExpr') !== undefined) return 'row';
  if (nodeAs(expression, 'GroupingFunc') !== undefined) return 'grouping';
  if (nodeAs(expression, 'A_Expr')?.kind === 'AEXPR_NULLIF') return 'nullif';
  const extreme = nodeAs(expression, 'MinMaxExpr');
  if (extreme !== undefined) return extreme.op === 'IS_LEAST' ? 'least' : 'greatest';
  const valueFunction = nodeAs(expression, 'SQLValueFunction');
  if (valueFunction?.op !== undefined) {
    return valueFunction.op
      .replace(/^SVFOP_/, '')
      .replace(/_N$/, '')
      .toLowerCase();
  }
  return undefined;
}

function subLinkName(kind: string | undefined, query: Node | undefined): string | undefined {
  if (kind === 'EXISTS_SUBLINK') return 'exists';
  if (kind === 'ARRAY_SUBLINK') return 'array';
  if (kind !== 'EXPR_SUBLINK') return undefined;
  const target = nodeAs(nodeAs(query, 'SelectStmt')?.targetList?.[0], 'ResTarget');
  return target?.name ?? optional(target?.val, impliedColumnName);
}

function optional(node: Node | undefined, name: (node: Node) => string | undefined): string | undefined {
  return node === undefined ? undefined : name(node);
}

/** Whether an expression is a constant, which never changes what a query reads. */
export function isConstant(expression: Node): boolean {
  return constantOf(expression) !== undefined;
}
