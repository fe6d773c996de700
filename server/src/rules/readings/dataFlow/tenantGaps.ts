import type { Catalog } from '../../../catalog';
import type { TenancyPolicy } from '../../../project';
import { quoted } from '../../../catalog';
import { columnTerm, type EqualityClasses, type Term } from './equalityClasses';
import { constantIn } from './expressions';
import type { DmlReading } from './dmlReading';
import type { ImpliedRows } from './impliedRows';
import { isStronger, linkBetween, strengthOverChain, type Link, type LinkStrength } from './joinLinks';
import { ownedItems, type OwnedItem } from './ownedItems';
import { visibleItems, type ConditionPlace, type QueryBlock, type RangeItem } from './rangeItems';

/** A place where rows of one tenant can meet rows of another in DML. */
export interface TenantGap {
  readonly verb: DmlReading['verb'];
  /** What the statement writes to. */
  readonly target: RangeItem;
  /** The relation whose tenant nothing ties to that of the others. */
  readonly item: RangeItem;
  /** Of all its links to relations on the other side the surest. */
  readonly link: Link;
  /** How surely the two find each other, over further tenants' tables where nothing joins them directly. */
  readonly strength: LinkStrength;
  /** Whether the statement takes the tenant itself over this link, as a backfill of the tenant column does. */
  readonly assignsTenant: boolean;
  /** The comparison that would close the gap, and where it can be written. */
  readonly comparison: TenantComparison | undefined;
}

export interface TenantComparison {
  readonly condition: ConditionPlace;
  /** `u.tenant_id = a.tenant_id`. */
  readonly sql: string;
}

/**
 * The gaps of DML: relations that belong to tenants and meet others that do, although no chain of equalities, no row
 * comparison and no foreign key says that both rows are of one tenant.
 */
export function tenantGapsOf(
  dml: DmlReading,
  rows: ImpliedRows,
  catalog: Catalog,
  tenancy: TenancyPolicy,
): readonly TenantGap[] {
  const { classes } = dml.reader;
  const owned = ownedItems(dml, rows);
  const anchor = owned.find(({ item }) => item === dml.target) ?? owned[0];
  if (anchor === undefined) return [];
  const assignsTenant = assignsTenantColumn(dml, tenancy);
  const assignsNothingElse =
    assignsTenant && [...dml.assigned.keys()].every((column) => tenancy.tenantColumns.includes(column));
  const linkTo = (other: OwnedItem, group: readonly OwnedItem[]) =>
    strongest(group.map(({ item }) => linkBetween(item, other.item, classes, catalog, tenancy)));
  const items = owned.map(({ item }) => item);
  const overChain = ({ from, to }: Link) =>
    strengthOverChain(
      from,
      to,
      items,
      (left, right) => linkBetween(left, right, classes, catalog, tenancy).strength,
    );
  const here = owned.filter(({ tenant }) => classes.areEqual(tenant, anchor.tenant));
  // Of an INSERT the rows that are read tell more than the rows that come of them.
  const sources = here.filter(({ item }) => dml.verb !== 'INSERT' || item !== dml.target);
  const partners = sources.length > 0 ? sources : here;
  const elsewhere = owned.filter(({ tenant }) => !classes.areEqual(tenant, anchor.tenant));
  const unsure = assignsTenant ? here.filter(({ item }) => item !== dml.target) : [];
  const gaps = firstOfEach(elsewhere, classes).flatMap((other): readonly TenantGap[] => {
    const link = linkTo(other, partners);
    // What the tenant becomes is no condition on what it is.
    const comparison = assignsTenant ? undefined : comparisonOf(other, anchor, here, classes);
    if (link === undefined) return [];
    const strength = link.strength === 'not joined' ? overChain(link) : link.strength;
    const { verb, target } = dml;
    // A row on the way to where the tenant is taken from decides nothing else.
    if (assignsNothingElse && isSure(strength)) return [];
    return [{ verb, target, item: other.item, link, strength, assignsTenant: false, comparison }];
  });
  if (unsure.length === 0) return gaps;
  const links = unsure.flatMap((other) => linkTo(other, [anchor]) ?? []);
  const surest = strongest(links);
  if (surest === undefined) return gaps;
  const strength = surest.strength === 'not joined' ? overChain(surest) : surest.strength;
  if (isSure(strength)) return gaps;
  return [
    ...gaps,
    {
      verb: dml.verb,
      target: dml.target,
      item: surest.to,
      link: surest,
      strength,
      assignsTenant: true,
      comparison: undefined,
    },
  ];
}

/** Whether the join finds one row, whichever tenants there are. */
function isSure(strength: LinkStrength): boolean {
  return strength === 'foreign key' || strength === 'unique key';
}

function assignsTenantColumn(dml: DmlReading, tenancy: TenancyPolicy): boolean {
  return tenancy.tenantColumns.some((column) => dml.assigned.get(column) !== undefined);
}

/** One item of each group that is sure to be of one tenant. */
function firstOfEach(owned: readonly OwnedItem[], classes: EqualityClasses): readonly OwnedItem[] {
  return owned.filter(
    ({ tenant }, place) => owned.findIndex((other) => classes.areEqual(other.tenant, tenant)) === place,
  );
}

function strongest(links: readonly Link[]): Link | undefined {
  return links.reduce<Link | undefined>(
    (best, link) => (best === undefined || isStronger(link, best) ? link : best),
    undefined,
  );
}

/** The comparison of two tenant columns that one condition of the statement can name. */
function comparisonOf(
  other: OwnedItem,
  anchor: OwnedItem,
  here: readonly OwnedItem[],
  classes: EqualityClasses,
): TenantComparison | undefined {
  const blocks = new Set([other.item.block, ...here.map(({ item }) => item.block)]);
  for (const block of blocks) {
    for (const condition of conditionsFor(other.item, block)) {
      const nameable = [
        ...condition.names,
        ...(block.around === undefined ? [] : visibleItems(block.around)),
      ];
      const left = nameFor(other.tenant, nameable, classes);
      const right =
        nameFor(anchor.tenant, nameable, classes) ?? constantIn(classes.allEqualTo(anchor.tenant));
      if (left !== undefined && right !== undefined) return { condition, sql: `${left} = ${right}` };
    }
  }
  return undefined;
}

/** The conditions that may restrict an item: WHERE first, as it can name most, and last a WHERE that is not there yet. */
function conditionsFor(item: RangeItem, { conditions, outerJoined }: QueryBlock): readonly ConditionPlace[] {
  const on = conditions.filter(({ keyword }) => keyword === 'ON');
  if (outerJoined.has(item)) return on.filter(({ names }) => names.includes(item));
  const where = conditions.filter(({ keyword, shape }) => keyword === 'WHERE' && shape !== 'missing');
  return [...where, ...on, ...conditions.filter(({ shape }) => shape === 'missing')];
}

/** How an expression can name a term, or something that is equal to it. */
function nameFor(term: Term, items: readonly RangeItem[], classes: EqualityClasses): string | undefined {
  for (const item of items) {
    if (item.name === undefined) continue;
    const column = item.columns?.find((candidate) => classes.areEqual(columnTerm(item.id, candidate), term));
    if (column !== undefined) return `${quoted(item.name)}.${quoted(column)}`;
  }
  return undefined;
}
