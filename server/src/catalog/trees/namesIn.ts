import type { Node } from '@pgsql/types';

const known = new WeakMap<Node, ReadonlySet<string>>();

/**
 * Whether a tree holds a text anywhere: a name that does not occur in it cannot be read by it, which spares to follow
 * all policies and views of a large schema whenever one column is renamed.
 */
export function mentions(tree: Node | undefined, text: string): boolean {
  return namesIn(tree).has(text);
}

/** All texts that a tree holds, names among them. */
export function namesIn(tree: Node | undefined): ReadonlySet<string> {
  if (tree === undefined) return new Set();
  const texts = known.get(tree) ?? textsIn(tree);
  known.set(tree, texts);
  return texts;
}

function textsIn(tree: Node): ReadonlySet<string> {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(tree);
  return texts;
}
