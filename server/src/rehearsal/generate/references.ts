import { columnNamed, type ForeignKey, type Schema, type Table } from './model';
import { nullableColumns, type FillOrder } from './order';
import { ownershipOf, tenantColumnOf, type Owners } from './ownership';
import type { ColumnPair, Reference, Source } from './tablePlan';

export interface PlannedReferences {
  readonly references: readonly Reference[];
  /** References on a cycle, to be set when all tables have rows. */
  readonly later: readonly Reference[];
  /** Sources of the columns that foreign keys and the tenant settle. */
  readonly sources: ReadonlyMap<string, Source>;
}

/**
 * Which columns are taken from which parent's row. The foreign key with the most columns comes first, and one that
 * shares columns with it has to agree, so that overlapping keys stay consistent.
 */
export function planReferences(
  table: Table,
  schema: Schema,
  owners: Owners,
  order: FillOrder,
): PlannedReferences {
  const ownership = ownershipOf(owners, table);
  const tenantColumn = tenantColumnOf(ownership);
  const sources = new Map<string, Source>();
  if (tenantColumn !== undefined) sources.set(tenantColumn, { kind: 'tenant' });
  const references: Reference[] = [];
  const later: Reference[] = [];
  for (const foreignKey of sortedKeys(table, order)) {
    const parent = schema.tables.find((candidate) => candidate.oid === foreignKey.target);
    const pairs = pairsOf(foreignKey).filter(
      ({ column, target }) => column !== tenantColumn || target !== tenantColumnOfTable(owners, parent),
    );
    const taken = pairs.filter(({ column }) => !sources.has(column));
    if (parent === undefined || pairs.length === 0) continue;
    if (order.later.has(foreignKey)) {
      const nullable = new Set(nullableColumns(table, foreignKey));
      const waiting = taken.filter(({ column }) => nullable.has(column));
      const matched = pairs.filter((pair) => !waiting.includes(pair));
      for (const { column } of waiting) sources.set(column, { kind: 'later' });
      if (waiting.length > 0)
        later.push({ foreignKey, parent, taken: waiting, matched, optional: [], self: false });
      continue;
    }
    const mayBeNull =
      taken.length > 0 && taken.every(({ column }) => columnNamed(table, column)?.notNull === false);
    if (parent === table && !mayBeNull) {
      for (const { column, target } of taken) sources.set(column, { kind: 'same', as: target });
      continue;
    }
    const owns = ownership.kind === 'path' && ownership.foreignKey === foreignKey;
    const reference: Reference = {
      foreignKey,
      parent,
      taken,
      matched: pairs.filter(({ column }) => sources.has(column)),
      optional: mayBeNull && !owns ? taken.map(({ column }) => column) : [],
      self: parent === table,
    };
    references.push(reference);
    for (const { column, target } of taken) {
      sources.set(column, { kind: 'reference', reference, targetColumn: target });
    }
  }
  return { references, later, sources };
}

function sortedKeys(table: Table, order: FillOrder): readonly ForeignKey[] {
  return [...table.foreignKeys].sort(
    (a, b) =>
      Number(order.later.has(a)) - Number(order.later.has(b)) ||
      b.columns.length - a.columns.length ||
      (a.name < b.name ? -1 : 1),
  );
}

function pairsOf(key: ForeignKey): readonly ColumnPair[] {
  return key.columns.map((column, index) => ({ column, target: key.targetColumns[index] ?? column }));
}

function tenantColumnOfTable(owners: Owners, table: Table | undefined): string | undefined {
  return table === undefined ? undefined : tenantColumnOf(ownershipOf(owners, table));
}
