import type { Column, Table, UniqueKey } from './model';
import { ownershipOf, tenantColumnOf, type Owners } from './ownership';
import type { Reference, Source } from './tablePlan';
import type { UniqueScope } from './valueContext';

/** How the unique keys of a table are kept. */
export interface KeyPlan {
  /** Columns whose value differs from row to row, and how widely. */
  readonly carriers: ReadonlyMap<string, UniqueScope>;
  /** Keys without such a column, with how widely they have to be unique. */
  readonly without: readonly { readonly key: UniqueKey; readonly scope: UniqueScope }[];
  /** A key that one row of a tenant fills. */
  readonly single: UniqueKey | undefined;
}

export interface KeyPlanning {
  readonly table: Table;
  readonly owners: Owners;
  readonly references: readonly Reference[];
  readonly sources: ReadonlyMap<string, Source>;
  /** Whether values of the column can tell that many rows apart. */
  readonly canCarry: (column: Column, scope: UniqueScope) => Promise<boolean>;
}

/** Gives every key a column that tells rows apart, and uses as few such columns as it can. */
export async function planKeys(planning: KeyPlanning): Promise<KeyPlan> {
  const { table, owners } = planning;
  const tenantColumn = tenantColumnOf(ownershipOf(owners, table));
  const isRoot = ownershipOf(owners, table).kind === 'root';
  const carriers = new Map<string, UniqueScope>();
  const without: { readonly key: UniqueKey; readonly scope: UniqueScope }[] = [];
  let single: UniqueKey | undefined;
  const keys = [...table.keys, ...table.exclusions.map(asKey)];
  for (const key of keys.filter((each) => each.columns.length > 0)) {
    if (key.columns.every((name) => name === tenantColumn)) {
      single ??= key;
      continue;
    }
    if (isRoot && tenantColumn !== undefined && key.columns.includes(tenantColumn)) continue;
    const scope: UniqueScope = !isRoot && isWithinTenant(key, planning, tenantColumn) ? 'tenant' : 'all';
    if (key.columns.some((name) => suffices(carriers.get(name), scope))) continue;
    const carrier = await carrierOf(key, scope, planning);
    if (carrier === undefined) without.push({ key, scope });
    else carriers.set(carrier.name, scope);
  }
  return { carriers, without, single };
}

/** Rows that exclude each other are kept apart like rows of a key: by a column that never repeats. */
function asKey(exclusion: Table['exclusions'][number]): UniqueKey {
  return { ...exclusion, primary: false, predicate: undefined, predicateColumns: [] };
}

function suffices(carried: UniqueScope | undefined, wanted: UniqueScope): boolean {
  return carried === 'all' || (carried === 'tenant' && wanted === 'tenant');
}

/** The key holds the tenant, or something that only one tenant's rows can hold. */
function isWithinTenant(key: UniqueKey, planning: KeyPlanning, tenantColumn: string | undefined): boolean {
  if (tenantColumn !== undefined && key.columns.includes(tenantColumn)) return true;
  return planning.references.some(
    (reference) =>
      ownershipOf(planning.owners, reference.parent).kind !== 'shared' &&
      reference.optional.length === 0 &&
      reference.taken.some(({ column }) => key.columns.includes(column)),
  );
}

async function carrierOf(
  key: UniqueKey,
  scope: UniqueScope,
  planning: KeyPlanning,
): Promise<Column | undefined> {
  const candidates = planning.table.columns
    .filter(
      (column) =>
        key.columns.includes(column.name) && !column.generated && !planning.sources.has(column.name),
    )
    .map((column) => ({ column, rank: rankOf(column, planning.table) }))
    .sort((a, b) => a.rank - b.rank);
  for (const { column } of candidates) {
    if (await planning.canCarry(column, scope)) return column;
  }
  return undefined;
}

/** Lower is better: made to be a key, free of checks, not what partitions are chosen by. */
function rankOf(column: Column, table: Table): number {
  const isMadeForIt =
    column.sequence !== undefined || (column.type.kind === 'base' && column.type.name === 'uuid');
  const isRange = column.type.kind === 'range' || column.type.kind === 'multirange';
  const checked =
    column.type.domainChecks.length > 0 || table.checks.some((check) => check.columns.includes(column.name));
  const partitions = table.partitioning?.columns.includes(column.name) === true;
  return (isMadeForIt || isRange ? 0 : 2) + (checked ? 1 : 0) + (partitions ? 4 : 0);
}
