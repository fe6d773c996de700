import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Table } from './model';

/**
 * The SQL that all value expressions are made of. They read one row `r` of the query in `rowQuery.ts`, which has the
 * row's number, its tenant's ordinal and its tenant's token beside the columns. The `#` keeps these names apart from
 * the columns of any real table.
 */
export const rowNumber = 'r."#row"';
export const tenantOrdinal = 'r."#ordinal"';
export const tenantToken = 'r."#token"';

/** A column of the row. */
export function rowColumn(name: string): string {
  return `r.${escapeIdentifier(name)}`;
}

/** The table's name, quoted and qualified. */
export function quotedName(table: Pick<Table, 'schema' | 'name'>): string {
  return `${escapeIdentifier(table.schema)}.${escapeIdentifier(table.name)}`;
}

export function columnList(names: readonly string[], alias?: string): string {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return names.map((name) => prefix + escapeIdentifier(name)).join(', ');
}

/** A literal of the type. */
export function typedLiteral(text: string, type: string): string {
  return `${escapeLiteral(text)}::${type}`;
}

/** A pseudo-random number of the row, 0 to 2^63-1: the same for the same row, tenant and purpose. */
export function hashOf(purpose: string): string {
  return `(hashint8extended(${rowNumber} + ${tenantOrdinal} * 1000003, ${seedOf(purpose)}) & 9223372036854775807)`;
}

/** A pseudo-random number of the row below `count`. */
export function hashBelow(purpose: string, count: number | string): string {
  return `(${hashOf(purpose)} % ${count})`;
}

/** One of the expressions, picked by a zero-based index. */
export function elementAt(expressions: readonly string[], type: string, index: string): string {
  return `(ARRAY[${expressions.join(', ')}]::${type}[])[1 + ${index}::int]`;
}

/** A fixed seed from a name: FNV-1a, 32 bits. */
export function seedOf(purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of purpose) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}
