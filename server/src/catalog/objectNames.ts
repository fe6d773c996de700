import type { Catalog, QualifiedName } from './model';
import { isConstraintName } from './query/constraints';

/** PostgreSQL cuts identifiers to this many bytes (NAMEDATALEN - 1). */
const longestName = 63;

/** `schema.name`. */
export function qualify(schema: string, name: string): QualifiedName {
  return `${schema}.${name}`;
}

/** Splits at the first dot: a schema's name with a dot in it is not followed. */
export function partsOf(name: QualifiedName): { readonly schema: string; readonly name: string } {
  const dot = name.indexOf('.');
  return { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

/**
 * A free name for an index or sequence, as the server makes it (`ChooseRelationName` in its source): table, columns
 * and label joined by `_`, a number behind the label where it is taken.
 */
export function chooseRelationName(
  catalog: Catalog,
  schema: string,
  parts: NameParts,
  use: 'constraint' | 'relation',
): string {
  return firstFree(parts, (name) => {
    if (isRelationNameTaken(catalog, qualify(schema, name))) return true;
    return use === 'constraint' && isConstraintName(catalog, schema, name);
  });
}

/** A free name for a constraint without an index (`ChooseConstraintName` in the server's source). */
export function chooseConstraintName(catalog: Catalog, schema: string, parts: NameParts): string {
  return firstFree(parts, (name) => isConstraintName(catalog, schema, name));
}

/** Tables, views, indexes and sequences share one name space in a schema. */
export function isRelationNameTaken(catalog: Catalog, name: QualifiedName): boolean {
  return catalog.relations.has(name) || catalog.indexes.has(name) || catalog.sequences.has(name);
}

export interface NameParts {
  readonly table: string;
  readonly columns: readonly string[];
  readonly label: string;
}

function firstFree(parts: NameParts, isTaken: (name: string) => boolean): string {
  for (let pass = 0; ; pass++) {
    const label = pass === 0 ? parts.label : `${parts.label}${pass}`;
    const name = objectName(parts.table, joinedColumns(parts.columns), label);
    if (!isTaken(name)) return name;
  }
}

/** Shortens the longer of table and columns until all fits (`makeObjectName` in the server's source). */
export function objectName(table: string, columns: string, label: string): string {
  const overhead = byteLength(label) + 1 + (columns === '' ? 0 : 1);
  const available = longestName - overhead;
  let tableBytes = byteLength(table);
  let columnBytes = byteLength(columns);
  while (tableBytes + columnBytes > available) {
    if (tableBytes > columnBytes) tableBytes--;
    else columnBytes--;
  }
  const middle = columns === '' ? '' : `_${clip(columns, columnBytes)}`;
  return `${clip(table, tableBytes)}${middle}_${label}`;
}

/** The server stops to add columns once the text is longer than any name can be. */
function joinedColumns(columns: readonly string[]): string {
  let joined = '';
  for (const column of columns) {
    joined += joined === '' ? column : `_${column}`;
    if (byteLength(joined) > longestName) break;
  }
  return clip(joined, longestName);
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The longest prefix of whole characters within so many bytes. */
function clip(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let clipped = '';
  for (const character of text) {
    if (byteLength(clipped + character) > bytes) break;
    clipped += character;
  }
  return clipped;
}
