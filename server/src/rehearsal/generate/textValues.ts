import { escapeLiteral } from 'pg';
import { meaningOf, type Meaning } from './meaning';
import { elementAt, hashBelow, rowNumber, tenantToken } from './rowSql';
import { numberOf, type UniqueScope, type UniqueValue, type ValueContext } from './valueContext';

/** Every n-th row of a column holds a value that all tenants have. */
const sharedEvery = 4;

/** Words that stand for themselves, where a canary would be no value of that kind. */
const vocabularies: Partial<Record<Meaning, readonly string[]>> = {
  timezone: ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'],
  colour: ['#1b998b', '#2d3047', '#fffd82', '#ff9b71'],
};

const codesByLength: Partial<Record<Meaning, Readonly<Record<number, readonly string[]>>>> = {
  country: { 2: ['DE', 'FR', 'US', 'JP', 'BR'], 3: ['DEU', 'FRA', 'USA', 'JPN', 'BRA'] },
  currency: { 3: ['EUR', 'USD', 'GBP', 'JPY'] },
  language: { 2: ['en', 'de', 'fr', 'ja'], 5: ['en-US', 'de-DE', 'fr-FR', 'ja-JP'] },
};

/**
 * Text as applications write it, of at most `limit` characters (undefined: any length).
 *
 * Every fourth row holds a value from a pool that is the same for all tenants, so that a statement that joins on such
 * a value without the tenant meets other tenants' rows; which row that is depends on what the column means, so that
 * the row's other columns keep their canaries. A column that must be unique across tenants has canaries only.
 */
export function textValue(context: ValueContext, limit: number | undefined): string {
  const meaning = meaningOf(context.name);
  const words = vocabularyOf(meaning, limit);
  if (words !== undefined) return pick(words, context);
  const short = shortLimit(limit);
  if (short !== undefined) return pick(shortWords(short), context);
  return withShared(context, meaning, limit, canaryText(context.name, meaning, limit));
}

/** Text that differs from row to row: within the tenant, or across tenants as the scope asks. */
export function uniqueText(
  context: ValueContext,
  limit: number | undefined,
  scope: UniqueScope,
): UniqueValue {
  const meaning = meaningOf(context.name);
  const short = shortLimit(limit);
  if (short !== undefined) return shortCode(context, short, scope);
  const canary = canaryText(context.name, meaning, limit);
  const capacity = limit === undefined ? Number.MAX_SAFE_INTEGER : 10 ** Math.max(1, limit - 8);
  return { sql: scope === 'tenant' ? withShared(context, meaning, limit, canary) : canary, capacity };
}

/** A token and a number need nine characters; what is shorter is a code. */
const shortestCanary = 9;

function shortLimit(limit: number | undefined): number | undefined {
  return limit !== undefined && limit < shortestCanary ? limit : undefined;
}

function vocabularyOf(meaning: Meaning, limit: number | undefined): readonly string[] | undefined {
  const words = vocabularies[meaning];
  const fits = (word: string): boolean => word.length <= (limit ?? Infinity);
  if (words?.every(fits) === true) return words;
  const byLength = codesByLength[meaning];
  if (byLength === undefined) return undefined;
  return limit === undefined ? Object.values(byLength)[0] : byLength[limit];
}

function pick(words: readonly string[], context: ValueContext): string {
  return elementAt(words.map(escapeLiteral), 'text', hashBelow(context.purpose, words.length));
}

function shortWords(limit: number): readonly string[] {
  return ['A', 'B', 'C', 'D', 'E'].map((letter) => `${letter}${'1'.repeat(limit)}`.slice(0, limit));
}

/** A number in base 36, as many digits as fit. */
function shortCode(context: ValueContext, limit: number, scope: UniqueScope): UniqueValue {
  const number = numberOf(context, scope);
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const digits = Array.from(
    { length: limit },
    (_, index) =>
      `substr('${alphabet}', 1 + (${number} / ${alphabet.length ** (limit - 1 - index)} % ${alphabet.length})::int, 1)`,
  );
  const values = alphabet.length ** limit;
  return {
    sql: `(${digits.join(' || ')})`,
    capacity: Math.floor((values - 1) / (scope === 'tenant' ? 1 : context.modulus)) - 1,
  };
}

function canaryText(name: string, meaning: Meaning, limit: number | undefined): string {
  const form = canaryForms[meaning];
  const sql = form?.sql ?? `${tenantToken} || ${escapeLiteral(`-${labelOf(name)}-`)} || ${rowNumber}`;
  const longest = form?.longest ?? labelOf(name).length + 20;
  if (limit === undefined || limit >= longest) return `(${sql})`;
  return `left(${tenantToken} || ${rowNumber} || ${escapeLiteral(`-${labelOf(name)}`)}, ${limit})`;
}

const canaryForms: Partial<Record<Meaning, { readonly sql: string; readonly longest: number }>> = {
  email: { sql: `${tenantToken} || '.' || ${rowNumber} || '@example.test'`, longest: 34 },
  url: { sql: `'https://' || ${tenantToken} || '.example.test/' || ${rowNumber}`, longest: 42 },
};

/** The pool is numbered on and on, so that its values are also unique within a tenant. */
function withShared(
  context: ValueContext,
  meaning: Meaning,
  limit: number | undefined,
  otherwise: string,
): string {
  const place = `(${rowNumber} / ${sharedEvery})`;
  const pooled = sharedForms[meaning] ?? { before: `shared-${meaning}-`, after: '' };
  const room = limit === undefined || limit >= pooled.before.length + pooled.after.length + 8;
  const value = room
    ? `${escapeLiteral(pooled.before)} || ${place} || ${escapeLiteral(pooled.after)}`
    : `'s' || ${place}`;
  return `(CASE WHEN ${rowNumber} % ${sharedEvery} = ${sharedRemainder(context, meaning)} THEN ${value} ELSE ${otherwise} END)`;
}

const sharedForms: Partial<Record<Meaning, { readonly before: string; readonly after: string }>> = {
  email: { before: 'shared-', after: '@example.test' },
  url: { before: 'https://shared-', after: '.example.test/' },
  phone: { before: '+1555', after: '' },
};

/** Emails have rows of their own, because they are what backfills join on; the others take turns. */
function sharedRemainder(context: ValueContext, meaning: Meaning): number {
  return meaning === 'email' ? 0 : 1 + (context.position % (sharedEvery - 1));
}

function labelOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 20) || 'text'
  );
}
