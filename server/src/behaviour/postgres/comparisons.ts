import type { A_Expr, Node } from '@pgsql/types';
import { constantOf, nodeAs, stringsOf, walk } from '../../sql';

export type Constant = number | string;

/** What a condition says about one column, as far as the server's own proofs look: comparisons with constants. */
export type Fact =
  | { readonly kind: 'compared'; readonly operator: Operator; readonly value: Constant }
  | { readonly kind: 'one of' | 'none of'; readonly values: readonly Constant[] }
  | { readonly kind: 'not null' }
  | { readonly kind: 'either'; readonly alternatives: readonly (readonly Fact[])[] }
  /** Something else about the column, which is not followed. */
  | { readonly kind: 'other' };

export type Operator = '<' | '<=' | '>' | '>=';

/** The facts that hold together where a condition holds; conditions that do not name the column say nothing. */
export function factsAbout(column: string, condition: Node): readonly Fact[] {
  if (!namesColumn(condition, column)) return [];
  const junction = nodeAs(condition, 'BoolExpr');
  const parts = junction?.args ?? [];
  if (junction?.boolop === 'AND_EXPR') return parts.flatMap((part) => factsAbout(column, part));
  if (junction?.boolop === 'OR_EXPR') {
    return [{ kind: 'either', alternatives: parts.map((part) => factsAbout(column, part)) }];
  }
  const test = nodeAs(condition, 'NullTest');
  if (test?.nulltesttype === 'IS_NOT_NULL' && isColumn(test.arg, column)) return [{ kind: 'not null' }];
  const comparison = nodeAs(condition, 'A_Expr');
  return comparison === undefined ? [{ kind: 'other' }] : factsOfComparison(column, comparison);
}

/**
 * Negative, zero or positive as the first constant is less than, equal to or greater than the second; undefined where
 * only their type knows, as for texts under a collation.
 */
export function compare(first: Constant, second: Constant): number | undefined {
  if (first === second) return 0;
  if (typeof first === 'number' && typeof second === 'number') return first - second;
  const [left, right] = [String(first), String(second)];
  if (isoDate.test(left) && isoDate.test(right)) return left < right ? -1 : 1;
  return undefined;
}

/** Dates are in the order of their letters when written the ISO way. */
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

function factsOfComparison(column: string, comparison: A_Expr): readonly Fact[] {
  const operator = stringsOf(comparison.name).join();
  const { lexpr: left, rexpr: right } = comparison;
  const value = isColumn(left, column) ? right : left;
  const isMirrored = !isColumn(left, column);
  if (value === undefined || (isMirrored && !isColumn(right, column))) return [{ kind: 'other' }];
  switch (comparison.kind) {
    case 'AEXPR_OP': {
      const constant = constantIn(value);
      return constant === undefined ? [{ kind: 'other' }] : [factOf(operator, constant, isMirrored)];
    }
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY': {
      const values = constantsIn(value);
      const kind = operator === '=' ? 'one of' : operator === '<>' ? 'none of' : undefined;
      if (
        values === undefined ||
        kind === undefined ||
        (kind === 'none of' && comparison.kind !== 'AEXPR_IN')
      )
        return [{ kind: 'other' }];
      return [{ kind, values }];
    }
    case 'AEXPR_BETWEEN': {
      const [low, high] = constantsIn(value) ?? [];
      if (low === undefined || high === undefined) return [{ kind: 'other' }];
      return [
        { kind: 'compared', operator: '>=', value: low },
        { kind: 'compared', operator: '<=', value: high },
      ];
    }
    default:
      return [{ kind: 'other' }];
  }
}

function factOf(operator: string, value: Constant, isMirrored: boolean): Fact {
  switch (operator) {
    case '=':
      return { kind: 'one of', values: [value] };
    case '<>':
      return { kind: 'none of', values: [value] };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'compared', operator: isMirrored ? mirrored[operator] : operator, value };
    default:
      return { kind: 'other' };
  }
}

const mirrored: Readonly<Record<Operator, Operator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function constantsIn(value: Node): readonly Constant[] | undefined {
  const items = nodeAs(value, 'List')?.items ?? nodeAs(value, 'A_ArrayExpr')?.elements;
  const constants = (items ?? []).flatMap((item) => constantIn(item) ?? []);
  return items === undefined || constants.length < items.length ? undefined : constants;
}

/** A constant, also under a cast. */
export function constantIn(value: Node): Constant | undefined {
  const cast = nodeAs(value, 'TypeCast');
  return cast?.arg === undefined ? constantOf(value) : constantIn(cast.arg);
}

function isColumn(expression: Node | undefined, column: string): boolean {
  return stringsOf(nodeAs(expression, 'ColumnRef')?.fields).at(-1) === column;
}

function namesColumn(expression: Node, column: string): boolean {
  let isNamed = false;
  walk(expression, (node) => {
    if (isColumn(node, column)) isNamed = true;
    return undefined;
  });
  return isNamed;
}
