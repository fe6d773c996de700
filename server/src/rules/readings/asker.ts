import type { Node } from '@pgsql/types';
import { resolveRoutine, type Catalog } from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import { someNode } from './treeSearch';

/** Whether a query asks who is asking: it reads a setting or a role, or calls a function that may. */
export function asksWhoAsks(tree: Node, catalog: Catalog): boolean {
  return someNode(tree, (node) => {
    const call = nodeAs(node, 'FuncCall');
    if (call === undefined) return nodeAs(node, 'SQLValueFunction')?.op?.endsWith('USER') === true;
    const written = nameOfParts(call.funcname);
    if (written === undefined || written.schema === 'pg_catalog') return written?.name === 'current_setting';
    if (written.name === 'current_setting' || written.schema !== undefined) return true;
    return catalog.routines.has(resolveRoutine(catalog, written));
  });
}
