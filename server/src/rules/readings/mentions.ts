import type { ReviewedMigration, ReviewedStatement } from '../model';
import { oncePerMigration } from './oncePerMigration';

/**
 * Whether a later statement of the script names one of these, be it as a relation, an index, a constraint or a column: what
 * it does may hang on what the statement has done. A statement that cannot be read might.
 */
export function isMentionedAfter(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  names: readonly string[],
): boolean {
  const { places, lastUnread, lastPlaceOf } = mentionsIn(migration);
  const place = places.get(reviewed) ?? -1;
  if (lastUnread > place) return true;
  return names.some((name) =>
    isOneWord(name)
      ? (lastPlaceOf.get(name) ?? -1) > place
      : migration.statements.slice(place + 1).some(({ statement }) => holdsName(statement.tree, [name])),
  );
}

interface Mentions {
  readonly places: ReadonlyMap<ReviewedStatement, number>;
  /** The place of the last statement that cannot be read, -1 where there is none. */
  readonly lastUnread: number;
  /** The place of the last statement that holds a word. */
  readonly lastPlaceOf: ReadonlyMap<string, number>;
}

/** An index of words: each of a long file's statements may ask about all that come after it. */
const mentionsIn = oncePerMigration(({ statements }): Mentions => {
  const lastPlaceOf = new Map<string, number>();
  for (const [place, { statement }] of statements.entries()) {
    for (const word of wordsOf(statement.tree)) lastPlaceOf.set(word, place);
  }
  return {
    places: new Map(statements.map((reviewed, place) => [reviewed, place])),
    lastUnread: statements.findLastIndex(({ statement }) => statement.tree === undefined),
    lastPlaceOf,
  };
});

/**
 * Whether one of the names stands in a syntax tree, whatever it names there; strings that are SQL themselves, such as a
 * function's body, are searched for it.
 */
export function holdsName(tree: unknown, names: readonly string[]): boolean {
  const words = wordsOf(tree);
  return names.some((name) => (isOneWord(name) ? words.has(name) : asWord(name).test(textsOf(tree))));
}

function isOneWord(name: string): boolean {
  return /^\w+$/.test(name);
}

/** The words in all strings of a tree. */
function wordsOf(tree: unknown): ReadonlySet<string> {
  if (typeof tree !== 'object' || tree === null) return new Set(textsOf(tree).match(/\w+/g));
  const known = wordsByTree.get(tree);
  if (known !== undefined) return known;
  const words = new Set(textsOf(tree).match(/\w+/g));
  wordsByTree.set(tree, words);
  return words;
}

/** Kept since each rule asks each tree for other names; a tree never changes. */
const wordsByTree = new WeakMap<object, ReadonlySet<string>>();

/** All strings of a tree on lines of their own. */
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
