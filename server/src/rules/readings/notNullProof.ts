import type { Node } from '@pgsql/types';
import { findColumn, type Table } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';

/** Whether an expression that holds for a row says that the column is not null, alone or joined to others by AND. */
export function impliesNotNull(expression: Node, column: string): boolean {
  const conjunction = nodeAs(expression, 'BoolExpr');
  if (conjunction?.boolop === 'AND_EXPR') {
    return (conjunction.args ?? []).some((operand) => impliesNotNull(operand, column));
  }
  return saysOnlyNotNull(expression, column);
}

/** Whether an expression is `column IS NOT NULL` and no more. */
export function saysOnlyNotNull(expression: Node, column: string): boolean {
  const test = nodeAs(expression, 'NullTest');
  return (
    test?.nulltesttype === 'IS_NOT_NULL' && stringsOf(nodeAs(test.arg, 'ColumnRef')?.fields).at(-1) === column
  );
}

/** Those of the columns of which neither NOT NULL nor a validated CHECK says that they hold no null. */
export function nullableColumnsOf(table: Table, columns: readonly string[]): readonly string[] {
  return columns.filter(
    (column) => findColumn(table, column)?.notNull !== true && !hasValidatedProof(table, column),
  );
}

function hasValidatedProof(table: Table, column: string): boolean {
  return table.constraints.some(
    (constraint) =>
      constraint.kind === 'check' &&
      constraint.validated &&
      constraint.enforced &&
      impliesNotNull(constraint.expression, column),
  );
}
