import { escapeIdentifier, type Client } from 'pg';
import type { QualifiedName } from '../../catalog';
import { pollUntil } from '../observe/polling';
import { takeBack, takesBack } from './takeBack';
import type { DirectionFacts } from './trial';
import type { Clone, Stage } from './stage';

/** How long readers wait who come while the migration itself waits for a reader with a long transaction. */
export interface LockQueueFacts {
  readonly relation: QualifiedName;
  /** How long the first reader's transaction stayed open once the migration waited, in milliseconds. */
  readonly readerMs: number;
  /** How long a reader who came after the migration waited, in milliseconds. */
  readonly waitedMs: number;
  /** The migration's own `lock_timeout` made it give way. */
  readonly gaveWay: boolean;
}

/**
 * The lock-queue experiment: a transaction that has read a table stays open, the migration queues behind it for a lock
 * that readers wait for, and new readers queue behind the migration. Undefined where the migration takes no such lock.
 */
export async function measureLockQueue(
  stage: Stage,
  up: DirectionFacts,
): Promise<LockQueueFacts | undefined> {
  const relation = lockedAgainstReaders(up);
  if (relation === undefined) return undefined;
  const clone = await stage.openClone();
  const isTakenBack = takesBack(stage.request.migration);
  const [first, next] = [await clone.connect('administrator'), await clone.connect('administrator')];
  const read = readingOf(relation);
  await first.query(`begin; ${read}`);
  const migrating = isTakenBack ? clone.migrateUntilStopped(takeBack) : clone.migrate();
  const ended = migrating.then(() => true);
  const waits = await pollUntil(async () => (await somebodyWaits(clone, relation)) || (await settled(ended)));
  if (!waits || (await settled(ended))) {
    await first.query('rollback');
    await migrating;
    if (isTakenBack) await stage.handOn(clone);
    return undefined;
  }
  const startedAt = performance.now();
  const waiting = timed(next, read);
  await new Promise((resolve) => setTimeout(resolve, readerMs));
  await first.query('rollback');
  const [run, endedAt] = await Promise.all([migrating, waiting]);
  if (isTakenBack) await stage.handOn(clone);
  return {
    relation,
    readerMs,
    waitedMs: endedAt - startedAt,
    gaveWay: run.failure?.code === lockNotAvailable,
  };
}

/** Long enough to tell a queue from the migration's own time, short enough to try on every run. */
const readerMs = 300;

/** SQLSTATE of a statement whose `lock_timeout` ran out. */
const lockNotAvailable = '55P03';

function lockedAgainstReaders({ run }: DirectionFacts): QualifiedName | undefined {
  return run.statements
    .flatMap(({ observation }) => observation.locks)
    .find(({ mode }) => mode === 'ACCESS EXCLUSIVE')?.relation;
}

function readingOf(relation: QualifiedName): string {
  const [schema = '', ...name] = relation.split('.');
  return `select from ${escapeIdentifier(schema)}.${escapeIdentifier(name.join('.'))} limit 1`;
}

async function somebodyWaits({ admin }: Clone, relation: QualifiedName): Promise<boolean> {
  const { rowCount } = await admin.query(
    `select from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not l.granted and n.nspname || '.' || c.relname = $1
       and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())`,
    [relation],
  );
  return (rowCount ?? 0) > 0;
}

async function timed(client: Client, query: string): Promise<number> {
  // A table that the migration dropped cannot be read any more; the wait is over all the same.
  await client.query(query).catch(() => undefined);
  return performance.now();
}

async function settled(promise: Promise<boolean>): Promise<boolean> {
  return Promise.race([promise, Promise.resolve(false)]);
}
