import type { Client } from 'pg';
import { lockModes, type LockClaim, type LockMode } from '../../behaviour';

/** What a session sees of every user relation at one moment, uncommitted changes of its own included. */
export interface Reading {
  /** By relation id. A relation that the session has dropped stays as long as its lock does, without a name. */
  readonly relations: ReadonlyMap<number, RelationReading>;
  /** Write-ahead log position in bytes. */
  readonly walPosition: bigint;
}

interface RelationReading {
  readonly name: string | undefined;
  readonly kind: 'table' | 'index' | 'sequence';
  /** The table of an index. */
  readonly tableId: number | undefined;
  readonly fileNode: number | undefined;
  readonly sequentialScans: number;
  readonly rowsTouched: number;
  /** Strongest table-level lock that this session holds on it. */
  readonly lock: LockMode | undefined;
}

/** What one statement did to relations that were there before the script, as the difference of two readings. */
export interface Observation {
  /** Locks stronger than ACCESS SHARE that the statement added; indexes and sequences are left out. */
  readonly locks: readonly LockClaim[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly rebuiltIndexes: readonly string[];
  readonly rowsTouched: number;
  readonly walBytes: number;
  /** All that the session holds by now, by relation. */
  readonly held: ReadonlyMap<string, LockMode>;
}

/** Whose counters a reading uses: those of the open transaction, or the cumulative ones where every statement commits. */
export type CounterScope = 'transaction' | 'cumulative';

/** Takes a reading on the migration's own connection. It locks system catalogs only, which no reading reports. */
export async function takeReading(client: Client, scope: CounterScope): Promise<Reading> {
  if (scope === 'cumulative') await client.query('select pg_catalog.pg_stat_force_next_flush()');
  const { rows } = await client.query<ReadingRow>(readingQuery[scope]);
  const relations = rows.map((row): [number, RelationReading] => [
    row.id,
    {
      name: row.name ?? undefined,
      kind: row.kind,
      tableId: row.tableId ?? undefined,
      fileNode: row.fileNode ?? undefined,
      sequentialScans: Number(row.scans),
      rowsTouched: Number(row.touched),
      lock: strongestLock(row.modes ?? []),
    },
  ]);
  const wal = await client.query<{ position: string }>(walPositionQuery);
  return { relations: new Map(relations), walPosition: BigInt(wal.rows[0]?.position ?? 0) };
}

/** Compares the readings around a statement, looking only at relations of `known` (those older than the script). */
export function observe(before: Reading, after: Reading, known: Reading): Observation {
  const pairs = [...after.relations].flatMap(([id, now]) => {
    const then = before.relations.get(id);
    return then?.name !== undefined && known.relations.has(id) ? [{ id, then, now, name: then.name }] : [];
  });
  const renewed = pairs.filter(({ then, now }) => now.name !== undefined && now.fileNode !== then.fileNode);
  const rewrites = renewed.filter(({ now }) => now.kind === 'table');
  const rewritten = new Set(rewrites.map(({ id }) => id));
  const rebuilt = renewed.filter(({ now }) => now.kind === 'index' && !rewritten.has(now.tableId ?? 0));
  const scanned = pairs.filter(({ then, now }) => now.sequentialScans > then.sequentialScans);
  const locks = pairs.flatMap(({ then, now, name }) => {
    // What has just been dropped has no kind any more.
    const mode = then.kind === 'table' ? addedLock(then.lock, now.lock) : undefined;
    return mode === undefined ? [] : [{ relation: name, mode }];
  });
  return {
    locks: locks.toSorted((left, right) => left.relation.localeCompare(right.relation)),
    rewrites: namesOf(rewrites),
    scans: namesOf(scanned),
    rebuiltIndexes: namesOf(rebuilt),
    rowsTouched: totalRowsTouched(after) - totalRowsTouched(before),
    walBytes: Number(after.walPosition - before.walPosition),
    held: new Map(pairs.flatMap(({ name, now }) => (now.lock === undefined ? [] : [[name, now.lock]]))),
  };
}

/** The strongest of some lock modes as pg_locks spells them, such as `ShareRowExclusiveLock`. */
export function strongestLock(serverNames: readonly string[]): LockMode | undefined {
  return lockModes.findLast((mode) => serverNames.includes(serverNameOf(mode)));
}

interface ReadingRow {
  readonly id: number;
  readonly name: string | null;
  readonly kind: RelationReading['kind'];
  readonly tableId: number | null;
  readonly fileNode: number | null;
  readonly scans: string;
  readonly touched: string;
  readonly modes: readonly string[] | null;
}

const walPositionQuery = "select (pg_catalog.pg_current_wal_insert_lsn() - '0/0')::text as position";

const readingQuery: Readonly<Record<CounterScope, string>> = {
  transaction: readingQueryOver('pg_catalog.pg_stat_xact_user_tables'),
  cumulative: readingQueryOver('pg_catalog.pg_stat_user_tables'),
};

/** Object ids below 16384 belong to the system; a lock without a relation is that of a relation just dropped. */
function readingQueryOver(statistics: string): string {
  return `
    select coalesce(c.id, l.id) as id, c.name, coalesce(c.kind, 'table') as kind, c."tableId", c."fileNode",
      coalesce(s.seq_scan, 0) as scans, coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0) as touched, l.modes
    from (
      select r.oid::int8::int as id, n.nspname || '.' || r.relname as name,
        case when r.relkind in ('i', 'I') then 'index' when r.relkind = 'S' then 'sequence' else 'table' end as kind,
        i.indrelid::int8::int as "tableId", pg_catalog.pg_relation_filenode(r.oid)::int8::int as "fileNode"
      from pg_catalog.pg_class r
      join pg_catalog.pg_namespace n on n.oid = r.relnamespace
      left join pg_catalog.pg_index i on i.indexrelid = r.oid
      where r.oid >= 16384 and n.nspname not like 'pg\\_%'
        and r.relkind in ('r', 'p', 'f', 'i', 'I', 'S', 'v', 'm')
    ) c
    full join (
      select relation::int8::int as id, array_agg(mode) as modes from pg_catalog.pg_locks
      where locktype = 'relation' and pid = pg_catalog.pg_backend_pid() and relation >= 16384
      group by relation
    ) l on l.id = c.id
    left join ${statistics} s on s.relid = c.id::oid`;
}

function addedLock(then: LockMode | undefined, now: LockMode | undefined): LockMode | undefined {
  if (now === undefined || now === 'ACCESS SHARE') return undefined;
  return then === undefined || lockModes.indexOf(now) > lockModes.indexOf(then) ? now : undefined;
}

function serverNameOf(mode: LockMode): string {
  return `${mode.toLowerCase().replace(/(?:^| )(\w)/g, (_match, letter: string) => letter.toUpperCase())}Lock`;
}

function totalRowsTouched(reading: Reading): number {
  let total = 0;
  for (const relation of reading.relations.values()) total += relation.rowsTouched;
  return total;
}

function namesOf(relations: readonly { readonly name: string }[]): readonly string[] {
  return relations.map(({ name }) => name).toSorted();
}
