import type { Node } from '@pgsql/types';
import { walk, type NodeKind } from '../../sql';

/** Whether the tree holds a node, itself included, for which `matches` says so. */
export function someNode(tree: Node, matches: (node: Node, kind: NodeKind) => boolean): boolean {
  const hits: Node[] = [];
  walk(tree, (node, kind) => {
    if (matches(node, kind)) hits.push(node);
    return hits.length === 0;
  });
  return hits.length > 0;
}
