import type { Client } from 'pg';
import { lockModes, type LockMode } from '../../behaviour';
import { strongestLock } from './reading';

/** Watches the table locks of a session from outside, for statements whose own transaction nobody can look into. */
export interface LockSampler {
  /** Stops sampling and returns the strongest lock seen on each relation, by relation id. */
  stop(): Promise<ReadonlyMap<number, LockMode>>;
}

/**
 * Samples as fast as the server answers. A lock held for less than one answer can be missed: where the session's own
 * reading shows the locks, that is the better witness.
 */
export function sampleLocks(observer: Client, sessionPid: number): LockSampler {
  const seen = new Map<number, LockMode>();
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      const { rows } = await observer.query<{ id: number; modes: string[] }>(sampleQuery, [sessionPid]);
      for (const { id, modes } of rows) note(seen, id, strongestLock(modes));
    }
  })();
  // A lost observer ends the sampling; the statement's own outcome says what happened.
  const settled = done.catch(() => undefined);
  return {
    async stop() {
      stopping.abort();
      await settled;
      return seen;
    },
  };
}

const sampleQuery = `
  select relation::int8::int as id, array_agg(mode) as modes from pg_catalog.pg_locks
  where locktype = 'relation' and granted and pid = $1 and relation >= 16384
    and database = (select oid from pg_catalog.pg_database where datname = current_database())
  group by relation`;

function note(seen: Map<number, LockMode>, id: number, mode: LockMode | undefined): void {
  const known = seen.get(id);
  if (mode === undefined) return;
  if (known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known)) seen.set(id, mode);
}
