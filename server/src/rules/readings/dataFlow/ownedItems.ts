import type { DmlReading } from './dmlReading';
import type { Term } from './equalityClasses';
import type { ImpliedRows } from './impliedRows';
import type { RangeItem } from './rangeItems';

/** An item whose rows belong to tenants, with what says to which. */
export interface OwnedItem {
  readonly item: RangeItem;
  readonly tenant: Term;
}

export function ownedItems(dml: DmlReading, rows: ImpliedRows): readonly OwnedItem[] {
  return rows.named.flatMap((item) => {
    const tenant = item === dml.target ? targetTenant(dml, rows) : rows.tenantTermOf(item);
    return tenant === undefined ? [] : [{ item, tenant }];
  });
}

/** The tenant of the row as it is after the statement: an UPDATE may assign it. */
function targetTenant(dml: DmlReading, rows: ImpliedRows): Term | undefined {
  const column = rows.tenancy.tenantColumns.find((candidate) => dml.assigned.has(candidate));
  if (column === undefined) return rows.tenantTermOf(dml.target);
  return dml.assigned.get(column);
}
