import type { Client } from 'pg';
import type { Fixture } from '../fixture';
import { compareData, compareRows, snapshotData, snapshotOfClone } from '../snapshot/data';
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
  /** When the trial began; times later than this are stamps of the run itself. */
  readonly since: Date;
}): Promise<Residue> {
  const { before, after, admin } = request;
  const tables = compareData(before.data, after.data).filter(
    // A table that one side lacks is a difference of the schema, which says it better.
    (difference) => difference.before !== undefined && difference.after !== undefined,
  );
  const data: DataResidue[] = [];
  for (const { relation } of tables.slice(0, comparedTables)) {
    const reference = await request.openReference();
    const excused = new Set(request.excusedColumns?.get(relation) ?? []);
    const first = await compareRows(reference, admin, relation, { ignored: excused, since: request.since });
    for (const column of first.stampedColumns) excused.add(column);
    const rows =
      first.stampedColumns.length === 0
        ? first
        : await compareRows(reference, admin, relation, { ignored: excused, since: request.since });
    data.push({ relation, rows, excused: [...excused].toSorted() });
  }
  return { schema: compareSchemas(before.schema, after.schema), data };
}

/** Whether rows really differ, apart from what is excused. */
export function hasLostData(residue: DataResidue): boolean {
  return residue.rows.changedRows + residue.rows.missingRows + residue.rows.surplusRows > 0;
}
