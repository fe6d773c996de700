import { sqlOf } from '../sql';
import type { QualifiedName } from './model';

/** An identifier as SQL text: in quotes where the server would otherwise fold or refuse it. */
export function quoted(identifier: string): string {
  return sqlOf({ ColumnRef: { fields: [{ String: { sval: identifier } }] } });
}

/** A relation as SQL text, without the schema `public`, as most migrations write it. */
export function quotedName(name: QualifiedName): string {
  return spokenName(name).split('.').map(quoted).join('.');
}

export function quotedList(identifiers: readonly string[]): string {
  return identifiers.map(quoted).join(', ');
}

/** A relation's name for a sentence, without the schema `public`. */
export function spokenName(name: QualifiedName): string {
  return name.startsWith('public.') ? name.slice('public.'.length) : name;
}

/** `a`, `a and b`, `a, b and c`. */
export function spokenList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
