import type { Node } from '@pgsql/types';
import { nodeAs, stringsOf, walk } from '../../sql';

/** The expression with its columns taken from a row: `upper(name)` of `NEW` is `upper(new.name)`. */
export function ofRow(expression: Node, row: string): Node {
  const copy = structuredClone(expression);
  walk(copy, (node) => {
    const reference = nodeAs(node, 'ColumnRef');
    const column = reference?.fields?.at(-1);
    if (reference !== undefined && column !== undefined) {
      reference.fields = [{ String: { sval: row } }, column];
    }
    return undefined;
  });
  return copy;
}

/** The columns that an expression names. */
export function columnsIn(expression: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(expression, (node) => {
    const name = stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1);
    if (name !== undefined) names.add(name);
    return undefined;
  });
  return names;
}

/** Whether the value of an expression hangs on more than its row: a query, or a window over others. */
export function looksBeyondRow(expression: Node): boolean {
  let found = false;
  walk(expression, (node) => {
    if (nodeAs(node, 'SubLink') !== undefined || nodeAs(node, 'FuncCall')?.over !== undefined) found = true;
    return undefined;
  });
  return found;
}
