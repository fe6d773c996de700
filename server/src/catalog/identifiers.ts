import { sqlOf } from '../sql';
import type { QualifiedName } from './model';

/**
 * The schema of the tenant for which a migration of the schema model is judged: a tenant like all others. No SQL names it,
 * as each tenant's run has its own on the search path.
 */
export const tenantSchema = '{tenant}';

/** An identifier as SQL text: in quotes where the server would otherwise fold or refuse it. */
export function quoted(identifier: string): string {
  const known = spellings.get(identifier);
  if (known !== undefined) return known;
  const spelling = sqlOf({ ColumnRef: { fields: [{ String: { sval: identifier } }] } });
  if (spellings.size >= mostSpellings) spellings.clear();
  spellings.set(identifier, spelling);
  return spelling;
}

/** The fixes of a long migration name the same columns many times, and the deparser is made for whole statements. */
const spellings = new Map<string, string>();
const mostSpellings = 10_000;

/** A relation as SQL text, without the schema `public`, as most migrations write it, or that of the tenant at hand. */
export function quotedName(name: QualifiedName): string {
  return spokenName(name).split('.').map(quoted).join('.');
}

export function quotedList(identifiers: readonly string[]): string {
  return identifiers.map(quoted).join(', ');
}

/** A relation's name for a sentence, without the schema `public` or that of the tenant at hand. */
export function spokenName(name: QualifiedName): string {
  const schema = name.slice(0, name.indexOf('.'));
  return isLeftOut(schema) ? name.slice(schema.length + 1) : name;
}

/** Whether a schema is one that names in migrations and in sentences go without. */
export function isLeftOut(schema: string): boolean {
  return schema === 'public' || schema === tenantSchema;
}

/** How many things a sentence names before it counts the rest. */
const mostSpoken = 8;

/** `a`, `a and b`, `a, b and c`; of a long list the first ones, `and 12 more`. */
export function spokenList(words: readonly string[]): string {
  const shortened = shortList(words);
  const last = shortened.at(-1) ?? '';
  return shortened.length < 2 ? last : `${shortened.slice(0, -1).join(', ')} and ${last}`;
}

/** The first of a long list, and behind them how many more there are; one that fits is left as it is. */
export function shortList(words: readonly string[]): readonly string[] {
  if (words.length <= mostSpoken) return words;
  const shown = words.slice(0, mostSpoken - 1);
  return [...shown, `${words.length - shown.length} more`];
}
