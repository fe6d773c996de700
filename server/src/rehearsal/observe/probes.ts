import { escapeIdentifier, type Client } from 'pg';

/** An application that goes on reading and writing while a migration runs, one operation at a time on each side. */
export interface Probes {
  /** Stops both sides and returns how long each operation that stood still took. */
  stop(): Promise<ProbeRecord>;
}

export interface ProbeRecord {
  readonly reads: readonly ProbeOperation[];
  readonly writes: readonly ProbeOperation[];
}

/** Times are milliseconds on the clock of `performance.now()`. */
export interface ProbeOperation {
  readonly relation: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A table that the probes read and write, by schema and name. */
export interface ProbeTarget {
  readonly schema: string;
  readonly name: string;
}

/**
 * Reads and writes one row of each target in turn. The row is found by its place, so that no scan is counted; the
 * write is an update to the same value that is rolled back and fires no trigger, so that no data change.
 * Both clients must be the steward's, and nothing else uses them meanwhile.
 */
export async function startProbes(
  reader: Client,
  writer: Client,
  targets: readonly ProbeTarget[],
): Promise<Probes> {
  const hotRows: HotRow[] = [];
  for (const target of targets) hotRows.push(await findHotRow(reader, target));
  // What the probes read and wrote so far must not be counted later, as if the script had done it.
  await reader.query(flushCounters);
  await writer.query('set session_replication_role = replica');
  const stopping = new AbortController();
  const reads: ProbeOperation[] = [];
  const writes: ProbeOperation[] = [];
  const loops = [
    loop(stopping.signal, hotRows, reads, (row) => readRow(reader, row)),
    loop(stopping.signal, hotRows, writes, (row) => writeRow(writer, row)),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
      await writer.query(flushCounters);
      return { reads, writes };
    },
  };
}

const flushCounters = 'select pg_catalog.pg_stat_force_next_flush()';

/** The longest operation among those begun in a window of time, in milliseconds; 0 where none was begun. */
export function longestStall(operations: readonly ProbeOperation[], from: number, to: number): number {
  let longest = 0;
  for (const { startedAt, endedAt } of operations) {
    if (startedAt >= from && startedAt < to) longest = Math.max(longest, endedAt - startedAt);
  }
  return longest;
}

interface HotRow {
  readonly relation: string;
  readonly table: string;
  readonly column: string;
  readonly place: string;
}

async function findHotRow(client: Client, target: ProbeTarget): Promise<HotRow> {
  const table = `${escapeIdentifier(target.schema)}.${escapeIdentifier(target.name)}`;
  const column = await client.query<{ name: string }>(
    `select attname as name from pg_catalog.pg_attribute
     where attrelid = $1::pg_catalog.regclass and attnum > 0 and not attisdropped and attgenerated = ''
       and attidentity <> 'a'
     order by attnum limit 1`,
    [table],
  );
  const row = await client.query<{ place: string }>(`select ctid::text as place from ${table} limit 1`);
  return {
    relation: `${target.schema}.${target.name}`,
    table,
    column: escapeIdentifier(column.rows[0]?.name ?? 'ctid'),
    place: row.rows[0]?.place ?? '(0,0)',
  };
}

async function readRow(client: Client, row: HotRow): Promise<void> {
  await client.query(`select 1 from ${row.table} where ctid = '${row.place}'`);
}

async function writeRow(client: Client, row: HotRow): Promise<void> {
  try {
    await client.query('begin');
    await client.query(`update ${row.table} set ${row.column} = ${row.column} where ctid = '${row.place}'`);
  } finally {
    await client.query('rollback');
  }
}

/** One operation after the other; an operation that the migration made impossible (a dropped table) is no stall. */
async function loop(
  signal: AbortSignal,
  rows: readonly HotRow[],
  record: ProbeOperation[],
  operate: (row: HotRow) => Promise<void>,
): Promise<void> {
  const gone = new Set<string>();
  while (!signal.aborted && gone.size < rows.length) {
    for (const row of rows) {
      if (gone.has(row.relation)) continue;
      const startedAt = performance.now();
      const worked = await operate(row).then(
        () => true,
        () => false,
      );
      record.push({ relation: row.relation, startedAt, endedAt: performance.now() });
      if (!worked) gone.add(row.relation);
      await pause(probeIntervalMs);
    }
  }
}

const probeIntervalMs = 2;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
