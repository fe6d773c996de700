import { foreignKeysOf, isTable, type Catalog, type Relation } from '../../../catalog';
import type { TenancyPolicy } from '../../../project';
import { uniqueKeysOf } from '../uniqueKeys';
import { columnTerm, type EqualityClasses } from './equalityClasses';
import { neverMeet, type RangeItem } from './rangeItems';

/** How surely a join finds the one row that is meant, weakest first. */
export const linkStrengths = [
  'not joined',
  'columns without a key',
  'key within a tenant',
  'unique key',
  'foreign key',
] as const;
export type LinkStrength = (typeof linkStrengths)[number];

/** How two items that belong to tenants are joined. */
export interface Link {
  readonly from: RangeItem;
  readonly to: RangeItem;
  readonly strength: LinkStrength;
  /** Pairs of columns that the statement equates, those of `from` first. */
  readonly columns: readonly (readonly [string, string])[];
}

export function linkBetween(
  from: RangeItem,
  to: RangeItem,
  classes: EqualityClasses,
  catalog: Catalog,
  tenancy: TenancyPolicy,
): Link {
  const columns = equatedColumns(from, to, classes);
  return { from, to, columns, strength: strengthOf(from, to, columns, catalog, tenancy) };
}

export function isStronger(left: Link, right: Link): boolean {
  return linkStrengths.indexOf(left.strength) > linkStrengths.indexOf(right.strength);
}

function strengthOf(
  from: RangeItem,
  to: RangeItem,
  columns: Link['columns'],
  catalog: Catalog,
  tenancy: TenancyPolicy,
): LinkStrength {
  if (columns.length === 0) return 'not joined';
  const reversed = columns.map(([left, right]) => [right, left] as const);
  if (followsForeignKey(from, to, columns) || followsForeignKey(to, from, reversed)) return 'foreign key';
  const keys = [
    ...keysWithin(
      to.definition,
      columns.map(([, right]) => right),
      catalog,
      tenancy,
    ),
    ...keysWithin(
      from.definition,
      columns.map(([left]) => left),
      catalog,
      tenancy,
    ),
  ];
  if (keys.includes('unique key')) return 'unique key';
  return keys[0] ?? 'columns without a key';
}

/** Whether `child` has a foreign key to `parent` along the equated columns. */
function followsForeignKey(child: RangeItem, parent: RangeItem, columns: Link['columns']): boolean {
  if (child.definition === undefined || !isTable(child.definition)) return false;
  return foreignKeysOf(child.definition).some(
    (foreignKey) =>
      foreignKey.references === parent.relation &&
      foreignKey.columns.every((column, place) =>
        columns.some(([left, right]) => left === column && right === foreignKey.referencedColumns[place]),
      ),
  );
}

/** The kinds of unique keys that the columns hold, a tenant column granted. */
function keysWithin(
  relation: Relation | undefined,
  columns: readonly string[],
  catalog: Catalog,
  tenancy: TenancyPolicy,
): readonly LinkStrength[] {
  if (relation === undefined || !isTable(relation)) return [];
  const isTenant = (column: string) => tenancy.tenantColumns.includes(column);
  return uniqueKeysOf(catalog, relation)
    .filter((key) => key.every((column) => isTenant(column) || columns.includes(column)))
    .filter((key) => !key.every(isTenant))
    .map((key) => (key.some(isTenant) ? 'key within a tenant' : 'unique key'));
}

function equatedColumns(from: RangeItem, to: RangeItem, classes: EqualityClasses): Link['columns'] {
  if (neverMeet(from, to)) return [];
  return (from.columns ?? []).flatMap((left) =>
    (to.columns ?? [])
      .filter((right) => classes.areEqual(columnTerm(from.id, left), columnTerm(to.id, right)))
      .map((right) => [left, right] as const),
  );
}
