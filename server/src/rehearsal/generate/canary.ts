/**
 * Canaries: what makes the values of one tenant recognisable wherever they turn up.
 *
 * Text carries a token such as `cnry2z` (tenant 2): letters and digits only, so that it stays whole in slugs, host
 * names and JSON keys and through `lower`, `upper`, `trim` and a cut at the end, and six characters, so that it fits
 * nearly any length. A UUID carries the ordinal in its first eight digits: `ca9a0002-…`.
 */
export function tokenOf(ordinal: number): string {
  return ordinal === sharedOrdinal ? 'shared' : `cnry${ordinal}z`;
}

/** Stands for "no tenant": rows of tables that all tenants share. */
export const sharedOrdinal = 0;

/** The highest ordinal that a UUID has room for. */
export const maximumOrdinal = 9999;

/** First group of the UUIDs of the tenant with this ordinal, which may be SQL. */
export const uuidPrefix = 'ca9a';

/** What a value of the tenant holds one of, in lower case. */
export function canaryMarks(ordinal: number): readonly string[] {
  return [tokenOf(ordinal), `${uuidPrefix}${String(ordinal).padStart(4, '0')}-`];
}

/** POSIX regular expression, to be matched case-insensitively, for text that holds a token or a UUID of the tenant. */
export function canaryPattern(ordinal: number): string {
  return canaryMarks(ordinal).join('|');
}
