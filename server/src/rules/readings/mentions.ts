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
  return mentions(tree, names.map(asWord));
}

function mentions(content: unknown, words: readonly RegExp[]): boolean {
  if (typeof content === 'string') return words.some((word) => word.test(content));
  if (typeof content !== 'object' || content === null) return false;
  return Object.values(content).some((value) => mentions(value, words));
}

function asWord(name: string): RegExp {
  return new RegExp(`(?<!\\w)${name.replace(/[^\w]/g, '\\$&')}(?!\\w)`);
}
