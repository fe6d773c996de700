import type { Catalog, ColumnType } from '../../catalog';

/** How the server takes a foreign key between columns of two types. */
export type KeyMatch =
  /** Every value of the referenced column fits the referencing one. */
  | 'fits'
  /** The referencing column cannot hold every value of the referenced one. */
  | 'narrower'
  /** Values are converted to be compared. */
  | 'converted'
  /** There is no operator to compare them: the foreign key is refused (SQLSTATE 42804). */
  | 'refused'
  | 'unknown';

/**
 * Types of `pg_catalog` that compare with each other, each group from the smallest to the largest; between groups a key
 * is converted from a left one to one further right. Shown on PostgreSQL 18, pair by pair.
 */
const families: readonly { readonly groups: readonly (readonly string[])[]; readonly bothWays: boolean }[] = [
  { groups: [['int2', 'int4', 'int8'], ['numeric'], ['float4', 'float8']], bothWays: false },
  { groups: [['varchar', 'text'], ['bpchar']], bothWays: true },
  { groups: [['date'], ['timestamp'], ['timestamptz']], bothWays: true },
  { groups: [['uuid']], bothWays: true },
  { groups: [['bool']], bothWays: true },
];

/** What a foreign key from a column of one type to a column of another is; `unknown` for types of extensions and users. */
export function keyMatch(from: ColumnType, to: ColumnType, catalog: Catalog): KeyMatch {
  const [child, parent] = [placeOf(from, catalog), placeOf(to, catalog)];
  if (child === undefined || parent === undefined) return 'unknown';
  if (child.family !== parent.family) return 'refused';
  if (child.group === parent.group) {
    const isNumber = child.name !== 'varchar' && child.name !== 'text';
    return isNumber && child.size < parent.size ? 'narrower' : 'fits';
  }
  return child.family.bothWays || child.group < parent.group ? 'converted' : 'refused';
}

interface Place {
  readonly name: string;
  readonly family: (typeof families)[number];
  readonly group: number;
  readonly size: number;
}

function placeOf(type: ColumnType, catalog: Catalog): Place | undefined {
  const name = builtInName(type, catalog);
  if (name === undefined) return undefined;
  for (const family of families) {
    const group = family.groups.findIndex((names) => names.includes(name));
    if (group >= 0) return { name, family, group, size: family.groups[group]?.indexOf(name) ?? 0 };
  }
  return undefined;
}

/** The type behind a domain; undefined for arrays and for types that the server's own catalog does not have. */
function builtInName(type: ColumnType, catalog: Catalog): string | undefined {
  if (type.arrayDimensions > 0) return undefined;
  if (type.schema === undefined) return type.name;
  const found = catalog.types.get(`${type.schema}.${type.name}`);
  return found?.kind === 'domain' ? builtInName(found.base, catalog) : undefined;
}
