import type { Client } from 'pg';
import type { Fixture } from '../fixture';
import { compareData, compareRows, snapshotData, snapshotOfClone, type DrawnKeys } from '../snapshot/data';
import type { DrawnColumn } from '../snapshot/drawnKeys';
import { compareSchemas, snapshotSchema } from '../snapshot/schema';
import type { DatabaseState, DataResidue, Residue } from './trial';

/** Schema and data of a database at one moment, read as steward; `earlier` spares reading what nobody wrote since. */
export async function readState(admin: Client, earlier: DatabaseState): Promise<DatabaseState> {
  return { schema: await snapshotSchema(admin), data: await snapshotData(admin, earlier.data) };
}

/** The state of a fresh clone of a fixture; `another` clone's spares reading the schema, which is the same in both. */
export async function readFreshState(
  admin: Client,
  fixture: Fixture,
  another?: DatabaseState,
): Promise<DatabaseState> {
  return {
    schema: another?.schema ?? (await snapshotSchema(admin)),
    data: await snapshotOfClone(admin, fixture.data),
  };
}

/** How many tables with other rows are compared row by row; the rest are named only. */
const comparedTables = 12;

/**
 * What differs between a state and the present one. Rows are compared with `openReference`, a database in the earlier
 * state, which is asked for only when fingerprints differ. `excusedColumns` are known to differ on every run.
 */
export async function compareStates(request: {
  readonly before: DatabaseState;
  readonly after: DatabaseState;
  readonly admin: Client;
  readonly openReference: () => Promise<Client>;
  readonly excusedColumns?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Columns whose keys depend on where sequences stood, where both states came of the same run. */
  readonly drawnColumns?: readonly DrawnColumn[];
  /** When the trial began; times later than this are stamps of the run itself. */
  readonly since: Date;
}): Promise<Residue> {
  const { before, after, admin } = request;
  const schema = compareSchemas(before.schema, after.schema);
  const otherRows = compareData(before.data, after.data)
    // A table that one side lacks is a difference of the schema, which says it better.
    .filter((difference) => difference.before !== undefined && difference.after !== undefined)
    .map(({ relation }) => relation);
  // In two schemas a column of the same name may mean another thing.
  const drawnColumns = schema.length === 0 ? (request.drawnColumns ?? []) : [];
  const relations = [...otherRows, ...holdersOfKeys(otherRows, drawnColumns)];
  const comparison = {
    since: request.since,
    drawnKeys: { columns: drawnColumns, unstable: request.excusedColumns ?? new Map() } satisfies DrawnKeys,
  };
  const data: DataResidue[] = [];
  for (const relation of relations.slice(0, comparedTables)) {
    const reference = await request.openReference();
    const excused = new Set(request.excusedColumns?.get(relation) ?? []);
    const first = await compareRows(reference, admin, relation, { ...comparison, ignored: excused });
    for (const column of first.stampedColumns) excused.add(column);
    const rows =
      first.stampedColumns.length === 0
        ? first
        : await compareRows(reference, admin, relation, { ...comparison, ignored: excused });
    data.push({ relation, rows, excused: [...excused].toSorted() });
  }
  return { schema, data };
}

/**
 * Tables with the same rows that refer to some of those with other rows: a key that both databases gave, but to different
 * rows, makes the row that refers to it another one.
 */
function holdersOfKeys(
  otherRows: readonly string[],
  drawnColumns: readonly DrawnColumn[],
): readonly string[] {
  const holders = drawnColumns
    .filter(({ relation, source }) => otherRows.includes(source.relation) && !otherRows.includes(relation))
    .map(({ relation }) => relation);
  return [...new Set(holders)];
}

/** Whether rows really differ, apart from what is excused. */
export function hasLostData(residue: DataResidue): boolean {
  return residue.rows.changedRows + residue.rows.missingRows + residue.rows.surplusRows > 0;
}
