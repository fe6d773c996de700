import { volatilityOf } from '../../behaviour';
import type { Catalog } from '../../catalog';
import type { Condition, ExpressionReading } from '../../tenancy';

/** Whose rows a policy's expression lets through, where it is not about the tenant of who asks. */
export type Reach =
  | 'all rows'
  /** What the row is decides alone, such as `deleted_at IS NULL`: the same rows for every tenant. */
  | 'some rows of all tenants'
  /** All rows for everybody who has signed in, whoever it is. */
  | 'all rows once signed in';

/** Undefined where the expression asks who is asking for the row, or where nobody can tell. */
export function reachOf(expression: ExpressionReading, catalog: Catalog): Reach | undefined {
  const { alwaysTrue, confines, openForNullTenant, columns, condition } = expression;
  if (alwaysTrue) return 'all rows';
  if (confines || openForNullTenant) return undefined;
  if (columns.length === 0 && isSignedIn(condition)) return 'all rows once signed in';
  return columns.length > 0 && asksForNobody(expression, catalog) ? 'some rows of all tenants' : undefined;
}

function isSignedIn(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every(isSignedIn);
    case 'not':
      return condition.part.kind === 'unset';
    case 'or':
    case 'constant':
    case 'equality':
    case 'unset':
    case 'null column':
    case 'membership':
    case 'other':
      return false;
  }
}

/** A function that nobody knows may ask for anything. */
function asksForNobody(
  { node, settings, routines, relations, readsRole }: ExpressionReading,
  catalog: Catalog,
): boolean {
  const reads = [...settings, ...routines, ...relations];
  return reads.length === 0 && !readsRole && volatilityOf(node, catalog).unknown.length === 0;
}
