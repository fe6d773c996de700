import type { ReviewedMigration, ReviewedStatement } from '../model';

/**
 * Whether a later statement of the script names one of these, be it as a relation, an index, a constraint or a column: what
 * it does may hang on what the statement has done. A statement that cannot be read might.
 */
export function isMentionedAfter(
  { statements }: ReviewedMigration,
  reviewed: ReviewedStatement,
  names: readonly string[],
): boolean {
  return statements
    .slice(statements.indexOf(reviewed) + 1)
    .some(({ statement: { tree } }) => tree === undefined || holdsName(tree, names));
}

/**
 * Whether one of the names stands in a syntax tree, whatever it names there; strings that are SQL themselves, such as a
 * function's body, are searched for it.
 */
export function holdsName(tree: unknown, names: readonly string[]): boolean {
  const texts = textsOf(tree);
  return names.some((name) => texts.includes(name) && asWord(name).test(texts));
}

/** All strings of a tree on lines of their own, kept since each rule asks each tree for other names. */
function textsOf(tree: unknown): string {
  if (typeof tree === 'string') return tree;
  if (typeof tree !== 'object' || tree === null) return '';
  const known = textsByTree.get(tree);
  if (known !== undefined) return known;
  const found = new Set<string>();
  collectTexts(tree, found);
  const texts = [...found].join('\n');
  textsByTree.set(tree, texts);
  return texts;
}

const textsByTree = new WeakMap<object, string>();

function collectTexts(content: unknown, found: Set<string>): void {
  if (typeof content === 'string') found.add(content);
  else if (typeof content === 'object' && content !== null)
    for (const value of Object.values(content)) collectTexts(value, found);
}

function asWord(name: string): RegExp {
  return new RegExp(`(?<!\\w)${name.replace(/[^\w]/g, '\\$&')}(?!\\w)`);
}
