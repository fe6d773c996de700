import { columnNamed, type ForeignKey, type Schema, type Table } from './model';
import { ownershipOf, type Owners } from './ownership';

/** The order in which tables can be filled, and which references have to wait. */
export interface FillOrder {
  readonly tables: readonly Table[];
  /** Foreign keys on a cycle that are left NULL at first and set when all tables have rows. */
  readonly later: ReadonlySet<ForeignKey>;
}

/**
 * Parents before children. A cycle is broken at a key that may be NULL, one that says whose the row is last of all; a
 * cycle without one stays, and its tables come where they stand.
 */
export function fillOrder(schema: Schema, owners: Owners): FillOrder {
  const later = new Set<ForeignKey>();
  const ordered: Table[] = [];
  let waiting = [...schema.tables];
  while (waiting.length > 0) {
    const open = (key: ForeignKey): boolean => !later.has(key);
    const ready = waiting.filter((table) => !waitsFor(table, waiting, open));
    if (ready.length > 0) {
      ordered.push(...ready);
      waiting = waiting.filter((table) => !ready.includes(table));
      continue;
    }
    const cycle = waiting.filter((table) => reaches(table, table, waiting, open));
    const keys = keysWithin(cycle, open).sort((a, b) => Number(owns(a, owners)) - Number(owns(b, owners)));
    if (!breakCycle(keys, later)) {
      const first = cycle[0] ?? waiting[0];
      if (first === undefined) break;
      ordered.push(first);
      waiting = waiting.filter((table) => table !== first);
    }
  }
  return { tables: ordered, later };
}

type OpenKey = (key: ForeignKey) => boolean;

function waitsFor(table: Table, waiting: readonly Table[], open: OpenKey): boolean {
  return parentsOf(table, waiting, open).some((parent) => parent !== table);
}

function parentsOf(table: Table, waiting: readonly Table[], open: OpenKey): readonly Table[] {
  const targets = new Set(table.foreignKeys.filter(open).map((key) => key.target));
  return waiting.filter((candidate) => candidate !== table && targets.has(candidate.oid));
}

function reaches(from: Table, to: Table, waiting: readonly Table[], open: OpenKey): boolean {
  const seen = new Set<Table>();
  const queue = [...parentsOf(from, waiting, open)];
  for (let table = queue.pop(); table !== undefined; table = queue.pop()) {
    if (table === to) return true;
    if (seen.has(table)) continue;
    seen.add(table);
    queue.push(...parentsOf(table, waiting, open));
  }
  return false;
}

interface TableKey {
  readonly table: Table;
  readonly key: ForeignKey;
}

/** Keys from a table of the cycle to another from which there is a way back. */
function keysWithin(cycle: readonly Table[], open: OpenKey): TableKey[] {
  return cycle.flatMap((table) =>
    table.foreignKeys.filter(open).flatMap((key) => {
      const target = cycle.find((candidate) => candidate !== table && candidate.oid === key.target);
      return target !== undefined && reaches(target, table, cycle, open) ? [{ table, key }] : [];
    }),
  );
}

function owns({ table, key }: TableKey, owners: Owners): boolean {
  const ownership = ownershipOf(owners, table);
  return ownership.kind === 'path' && ownership.foreignKey === key;
}

/** Takes one key out of the way; false where there is none. */
function breakCycle(keys: readonly TableKey[], later: Set<ForeignKey>): boolean {
  const nullable = keys.find(({ table, key }) => nullableColumns(table, key).length > 0);
  if (nullable === undefined) return false;
  later.add(nullable.key);
  return true;
}

/** Columns of the key that may be NULL: with one of them NULL the row refers to nothing. */
export function nullableColumns(table: Table, key: ForeignKey): readonly string[] {
  return key.columns.filter((name) => columnNamed(table, name)?.notNull === false);
}
