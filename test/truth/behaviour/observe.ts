import type { Client } from 'pg';
import type { Connect } from '../server';

/** What a server was seen to do for one statement, in the words of `Effects`. */
export interface Observation {
  /** `relation: MODE`, existing tables, views and materialized views locked more strongly than ACCESS SHARE. */
  readonly locks: readonly string[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly rebuildsIndexes: readonly string[];
  readonly transactional: boolean;
}

/** The refusal of a statement, with its SQLSTATE. */
export interface Refusal {
  readonly refusedWith: string;
  readonly message: string;
}

/**
 * Runs a statement inside a transaction and reads from the same session, before the transaction ends, which locks it
 * holds, which storage is new and which tables were read in full. A statement that refuses a transaction block is run
 * outside one and watched from other sessions.
 */
export async function observe(connect: Connect, sql: string): Promise<Observation | Refusal> {
  const session = await connect();
  try {
    const before = await relationsOf(session);
    await session.query('BEGIN');
    const scansBefore = await scansInTransaction(session);
    try {
      await session.query(sql);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.refusedWith !== activeTransaction) return refusal;
      await session.query('ROLLBACK');
      return await observeOutsideTransaction(connect, session, before, sql);
    }
    const locks = strongest(await heldLocks(session, await backendOf(session)), before);
    const scans = grown(scansBefore, await scansInTransaction(session), before);
    return { locks, scans, ...renewed(before, await relationsOf(session)), transactional: true };
  } finally {
    await session.end();
  }
}

const activeTransaction = '25001';

interface ObservedRelation {
  readonly name: string;
  readonly kind: string;
  readonly fileNode: string | null;
  /** The table of an index. */
  readonly table: string | null;
}
type Relations = ReadonlyMap<string, ObservedRelation>;

async function relationsOf(session: Client): Promise<Relations> {
  const { rows } = await session.query<ObservedRelation & { id: string }>(`
    SELECT c.oid::text AS id, n.nspname || '.' || c.relname AS name, c.relkind AS kind,
      pg_relation_filenode(c.oid)::text AS "fileNode", i.indrelid::text AS table
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I')`);
  return new Map(rows.map((row) => [row.id, row]));
}

interface HeldLock {
  readonly relation: string;
  readonly mode: string;
}

/** Relation locks that a backend holds or waits for. */
async function heldLocks(session: Client, backend: number): Promise<readonly HeldLock[]> {
  const { rows } = await session.query<HeldLock>(
    `SELECT relation::text, mode FROM pg_locks
     WHERE locktype = 'relation' AND pid = $1
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [backend],
  );
  return rows;
}

async function backendOf(session: Client): Promise<number> {
  const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid;
  if (pid === undefined) throw new Error('the server did not tell its process id');
  return pid;
}

/** PostgreSQL's names of the modes in pg_locks, weakest first, with the manual's names. */
const modes = new Map([
  ['AccessShareLock', 'ACCESS SHARE'],
  ['RowShareLock', 'ROW SHARE'],
  ['RowExclusiveLock', 'ROW EXCLUSIVE'],
  ['ShareUpdateExclusiveLock', 'SHARE UPDATE EXCLUSIVE'],
  ['ShareLock', 'SHARE'],
  ['ShareRowExclusiveLock', 'SHARE ROW EXCLUSIVE'],
  ['ExclusiveLock', 'EXCLUSIVE'],
  ['AccessExclusiveLock', 'ACCESS EXCLUSIVE'],
]);
const modeOrder = [...modes.keys()];

function strongest(held: readonly HeldLock[], before: Relations): readonly string[] {
  const byName = new Map<string, number>();
  for (const lock of held) {
    const relation = before.get(lock.relation);
    const strength = modeOrder.indexOf(lock.mode);
    if (relation === undefined || strength < 1 || isIndex(relation)) continue;
    byName.set(relation.name, Math.max(strength, byName.get(relation.name) ?? 0));
  }
  return [...byName]
    .map(([name, strength]) => `${name}: ${modes.get(modeOrder[strength] ?? '') ?? '?'}`)
    .sort();
}

/**
 * A type change drops and creates an index under its old name instead of giving it new storage, so that indexes are
 * compared by name; one that kept its file was only entered anew.
 */
function renewed(before: Relations, after: Relations): Pick<Observation, 'rewrites' | 'rebuildsIndexes'> {
  const indexFiles = new Map(
    [...after.values()].filter(isIndex).map(({ name, fileNode }) => [name, fileNode]),
  );
  const isNew = (id: string) => {
    const old = before.get(id);
    if (old === undefined || old.fileNode === null) return false;
    const present = isIndex(old) ? indexFiles.get(old.name) : after.get(id)?.fileNode;
    return present !== undefined && present !== old.fileNode;
  };
  const entries = [...before].filter(([id]) => isNew(id));
  return {
    rewrites: entries
      .filter(([, relation]) => !isIndex(relation))
      .map(([, { name }]) => name)
      .sort(),
    rebuildsIndexes: entries
      .filter(([, relation]) => isIndex(relation) && relation.table !== null && !isNew(relation.table))
      .map(([, { name }]) => name)
      .sort(),
  };
}

function isIndex(relation: ObservedRelation): boolean {
  return relation.kind === 'i' || relation.kind === 'I';
}

/** Sequential scans of each table, and the rows that they read. */
type Scans = ReadonlyMap<string, { readonly scans: number; readonly rows: number }>;

async function scansInTransaction(session: Client): Promise<Scans> {
  return scansFrom(session, 'pg_stat_xact_user_tables');
}

async function scansFrom(session: Client, view: string): Promise<Scans> {
  const { rows } = await session.query<{ id: string; scans: number; rows: number }>(
    `SELECT relid::text AS id, seq_scan::integer AS scans, seq_tup_read::integer AS rows FROM ${view}`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Relations that were scanned and had rows to read: TRUNCATE builds the indexes of its empty file by a scan as well. */
function grown(before: Scans, after: Scans, relations: Relations): readonly string[] {
  return [...after]
    .filter(([id, { scans, rows }]) => {
      const old = before.get(id) ?? { scans: 0, rows: 0 };
      return scans > old.scans && rows > old.rows;
    })
    .flatMap(([id]) => relations.get(id)?.name ?? [])
    .sort();
}

/**
 * Two sessions for each table hold a weak and a stronger lock, so that the statement must stop at each lock from SHARE
 * UPDATE EXCLUSIVE on and wherever it waits for others to finish. At each stop its locks are read and the session that
 * it waits for is let go, the stronger lock first. No lock is missed, however shortly it would have been held.
 */
async function observeOutsideTransaction(
  connect: Connect,
  session: Client,
  before: Relations,
  sql: string,
): Promise<Observation | Refusal> {
  const watcher = await connect();
  const blockers = new Map<number, Blocker>();
  try {
    for (const { name, kind } of before.values()) {
      if (!/[rpm]/.test(kind)) continue;
      for (const mode of ['SHARE UPDATE EXCLUSIVE', 'ACCESS SHARE'] as const) {
        const blocker = await blockerOf(connect, { name, kind }, mode);
        blockers.set(blocker.backend, blocker);
      }
    }
    const scansBefore = await scansOfEndedSessions(connect, watcher);
    const marker = await makeMarker(watcher, 'statistics_marker');
    const backend = await backendOf(session);
    const run = watched(session.query(sql));
    const seen: HeldLock[] = [];
    await untilSettled(run, async () => {
      const waitsFor = await blockersOf(watcher, backend);
      if (waitsFor.length === 0) return;
      seen.push(...(await heldLocks(watcher, backend)));
      const next = waitsFor.flatMap((pid) => blockers.get(pid) ?? []).sort(strongerFirst)[0];
      // A session that was let go already may be on the list until its process has ended.
      if (next === undefined) return;
      blockers.delete(next.backend);
      await next.session.end();
    });
    if (run.failure !== undefined) return refusalOf(run.failure);
    await session.query(`SELECT count(*) FROM ${marker}`);
    const after = await relationsOf(session);
    await session.end();
    const scans = grown(scansBefore, await scansAfterMarker(watcher, marker), before);
    return { locks: strongest(seen, before), scans, ...renewed(before, after), transactional: false };
  } finally {
    await Promise.all([...blockers.values()].map((blocker) => blocker.session.end()));
    await watcher.end();
  }
}

interface Blocker {
  readonly session: Client;
  readonly backend: number;
  readonly mode: BlockerMode;
}

type BlockerMode = 'SHARE UPDATE EXCLUSIVE' | 'ACCESS SHARE';

function strongerFirst(first: Blocker, second: Blocker): number {
  return second.mode.localeCompare(first.mode);
}

async function blockerOf(
  connect: Connect,
  { name, kind }: Pick<ObservedRelation, 'name' | 'kind'>,
  mode: BlockerMode,
): Promise<Blocker> {
  const session = await connect();
  const relation = name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
  await session.query('BEGIN');
  await session.query(
    kind === 'm' ? lockOnView(relation, mode) : `LOCK TABLE ONLY ${relation} IN ${mode} MODE`,
  );
  return { session, backend: await backendOf(session), mode };
}

/** LOCK TABLE refuses materialized views; these statements take the same locks. */
function lockOnView(relation: string, mode: BlockerMode): string {
  return mode === 'ACCESS SHARE'
    ? `SELECT FROM ${relation} LIMIT 0`
    : `COMMENT ON MATERIALIZED VIEW ${relation} IS NULL`;
}

interface Watched {
  isSettled: boolean;
  failure: unknown;
}

function watched(query: Promise<unknown>): Watched {
  const state: Watched = { isSettled: false, failure: undefined };
  query.then(
    () => (state.isSettled = true),
    (error: unknown) => {
      state.failure = error;
      state.isSettled = true;
    },
  );
  return state;
}

async function untilSettled(run: Watched, step: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!run.isSettled) {
    if (Date.now() > deadline) throw new Error('the statement did not end within a minute');
    await step();
  }
}

async function blockersOf(watcher: Client, backend: number): Promise<readonly number[]> {
  const { rows } = await watcher.query<{ pids: number[] }>('SELECT pg_blocking_pids($1) AS pids', [backend]);
  return rows[0]?.pids ?? [];
}

async function makeMarker(watcher: Client, name: string): Promise<string> {
  await watcher.query(`CREATE TABLE ${name} AS SELECT 1 AS one`);
  return name;
}

/** With the scans of an example's setup, which must not be taken for those of its statement. */
async function scansOfEndedSessions(connect: Connect, watcher: Client): Promise<Scans> {
  const marker = await makeMarker(watcher, 'setup_marker');
  const last = await connect();
  await last.query(`SELECT count(*) FROM ${marker}`);
  await last.end();
  return scansAfterMarker(watcher, marker);
}

/**
 * Statistics reach the shared counters only some time after the session that made them has ended; its last scan was
 * of the marker, so that all others are counted once that one is.
 */
async function scansAfterMarker(watcher: Client, marker: string): Promise<Scans> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { rows } = await watcher.query<{ scans: number }>(
      `SELECT coalesce(pg_stat_get_numscans($1::regclass), 0)::integer AS scans`,
      [marker],
    );
    if ((rows[0]?.scans ?? 0) > 0) return scansFrom(watcher, 'pg_stat_all_tables');
    if (Date.now() > deadline)
      throw new Error('the statistics of the statement did not arrive within 30 seconds');
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { refusedWith: error.code, message: error.message };
  }
  throw error;
}
