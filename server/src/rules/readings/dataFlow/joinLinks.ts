import { findTable, foreignKeysOf, isTable, type Catalog, type Relation } from '../../../catalog';
import type { TenancyPolicy } from '../../../project';
import { ownershipOf } from '../tenantOwnership';
import { uniqueKeysOf } from '../uniqueKeys';
import { columnTerm, type EqualityClasses } from './equalityClasses';
import { neverMeet, type RangeItem } from './rangeItems';

/** How surely a join finds the one row that is meant, weakest first. */
export const linkStrengths = [
  'not joined',
  'columns without a key',
  'key within a tenant',
  'ids without a key',
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
  const [key] = keys;
  if (key !== undefined) return key;
  const isByIds = columns.some(
    ([left, right]) => identifies(from, left, catalog, tenancy) && identifies(to, right, catalog, tenancy),
  );
  return isByIds ? 'ids without a key' : 'columns without a key';
}

/** A column that is called an id is mostly that of one tenant's row, though no key says so, unless a key says otherwise. */
export function identifies(
  { definition }: RangeItem,
  column: string,
  catalog: Catalog,
  tenancy: TenancyPolicy,
): boolean {
  if (!/(?:^|_)(?:u?u)?id$|I[dD]$/.test(column)) return false;
  if (definition === undefined || !isTable(definition)) return true;
  return foreignKeysOf(definition)
    .filter(({ columns }) => columns.includes(column))
    .every(({ references }) => ownershipOf(catalog, findTable(catalog, references), tenancy) !== undefined);
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

/**
 * How surely two items find each other over the items between them: as surely as the weakest join of the surest chain.
 * Items that belong to no tenant are no part of `between`: over a shared table all tenants meet.
 */
export function strengthOverChain(
  from: RangeItem,
  to: RangeItem,
  between: readonly RangeItem[],
  strengthOf: (left: RangeItem, right: RangeItem) => LinkStrength,
): LinkStrength {
  const surest = new Map<RangeItem, number>([[from, linkStrengths.length - 1]]);
  const open = [from];
  for (let item = open.shift(); item !== undefined; item = open.shift()) {
    for (const next of between) {
      const hop = Math.min(surest.get(item) ?? 0, linkStrengths.indexOf(strengthOf(item, next)));
      if (hop <= (surest.get(next) ?? 0)) continue;
      surest.set(next, hop);
      open.push(next);
    }
  }
  return linkStrengths[surest.get(to) ?? 0] ?? 'not joined';
}
