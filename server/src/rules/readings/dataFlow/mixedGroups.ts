import { findTable, foreignKeysOf, isTable, quoted, type Catalog } from '../../../catalog';
import type { TenancyPolicy } from '../../../project';
import { ownershipOf } from '../tenantOwnership';
import { uniqueKeysOf } from '../uniqueKeys';
import type { DmlReading } from './dmlReading';
import { columnTerm } from './equalityClasses';
import type { ImpliedRows } from './impliedRows';
import { ownedItems, type OwnedItem } from './ownedItems';
import type { RangeItem, RowGroup } from './rangeItems';

/** Rows of several tenants that DML takes together as one group, and whose common value it writes or goes by. */
export interface MixedGroup {
  readonly verb: DmlReading['verb'];
  readonly clause: RowGroup['clause'];
  readonly item: RangeItem;
  /** Columns of the item that the group goes by. */
  readonly columns: readonly string[];
  /** The key that would part the tenants, and where it can be written. */
  readonly furtherKey: { readonly offset: number; readonly sql: string } | undefined;
}

/** Only DML that writes tenants' rows: a report over all of them may take together what it likes. */
export function mixedGroupsOf(
  dml: DmlReading,
  rows: ImpliedRows,
  catalog: Catalog,
  tenancy: TenancyPolicy,
): readonly MixedGroup[] {
  const owned = ownedItems(dml, rows);
  if (!owned.some(({ item }) => item === dml.target)) return [];
  return dml.reader.groups.flatMap((group): readonly MixedGroup[] => {
    const inGroup = owned.filter(({ item }) => group.items.includes(item));
    const [mixed] = inGroup;
    if (mixed === undefined) return [];
    if (inGroup.some((each) => isOfOneTenant(each, group, dml, catalog, tenancy))) return [];
    const { verb } = dml;
    const { item } = mixed;
    const columns = fixedColumns(item, group, dml, new Set());
    return [{ verb, clause: group.clause, item, columns, furtherKey: furtherKey(mixed, group) }];
  });
}

/** By a key or a condition that is the tenant, or that leads to one row or to one referenced row, which has one tenant. */
function isOfOneTenant(
  { item, tenant }: OwnedItem,
  group: RowGroup,
  dml: DmlReading,
  catalog: Catalog,
  tenancy: TenancyPolicy,
): boolean {
  const { classes } = dml.reader;
  const isTenant = [...group.keys, ...group.pinned].some((term) => classes.areEqual(term, tenant));
  if (isTenant || item.definition === undefined || !isTable(item.definition)) return true;
  const fixed = fixedColumns(item, group, dml, group.pinned);
  const references = foreignKeysOf(item.definition).filter(
    (key) => ownershipOf(catalog, findTable(catalog, key.references), tenancy) !== undefined,
  );
  return [...uniqueKeysOf(catalog, item.definition), ...references.map(({ columns }) => columns)].some(
    (key) => key.every((column) => fixed.includes(column)),
  );
}

/** Columns of the item that have one value within a group. */
function fixedColumns(
  item: RangeItem,
  { keys }: RowGroup,
  { reader }: DmlReading,
  pinned: RowGroup['pinned'],
): readonly string[] {
  return (item.columns ?? []).filter((column) => {
    const term = columnTerm(item.id, column);
    return pinned.has(term) || keys.some((key) => reader.classes.areEqual(key, term));
  });
}

/** DISTINCT ON has to begin as ORDER BY does, so that a key alone would not do. */
function furtherKey({ item, tenant }: OwnedItem, { clause, firstKey }: RowGroup): MixedGroup['furtherKey'] {
  const column = item.columns?.find((name) => columnTerm(item.id, name) === tenant);
  if (clause === 'DISTINCT ON' || firstKey === undefined) return undefined;
  if (item.name === undefined || column === undefined) return undefined;
  return { offset: firstKey, sql: `${quoted(item.name)}.${quoted(column)}` };
}
