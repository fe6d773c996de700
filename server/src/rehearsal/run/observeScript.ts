import type { Client } from 'pg';
import type { LockMode } from '../../behaviour';
import { nodeAs, type Statement } from '../../sql';
import { observe, takeReading, type CounterScope, type Observation, type Reading } from '../observe/reading';
import { sampleLocks, type LockSampler } from '../observe/sampler';
import {
  executeScript,
  type RunnableScript,
  type ScriptRun,
  type StatementFilter,
  type StatementListener,
  type StatementTiming,
} from './executeScript';

/** A script run with what each of its statements was seen to do. */
export interface ObservedRun extends ScriptRun {
  readonly statements: readonly ObservedStatement[];
  /** Locks in the server's shared table before the commit; undefined where the runner does not wrap the file, or it failed. */
  readonly locksAtCommit: number | undefined;
}

export interface ObservedStatement {
  readonly statement: Statement;
  readonly timing: StatementTiming;
  readonly observation: Observation;
  /** Whether the locks were read inside the transaction, or sampled from outside and so perhaps not all seen. */
  readonly witness: 'transaction' | 'sampler';
  /** How long its new locks were held, at least and at most, in milliseconds; undefined where it took none. */
  readonly heldMs: readonly [number, number] | undefined;
}

/** Connections of one observed run: the migration's own, and an observer's as superuser on the same database. */
export interface RunConnections {
  readonly migration: Client;
  readonly observer: Client;
}

/** Runs a script and reads after every statement what it did. `onStatement` is told before each statement. */
export async function observeScript(
  connections: RunConnections,
  script: RunnableScript,
  filter: StatementFilter,
  onStatement: (statement: Statement) => void,
): Promise<ObservedRun> {
  const instruments = await Instruments.attach(connections, onStatement);
  const run = await executeScript(connections.migration, script, instruments, filter);
  await instruments.detach();
  const { locksAtCommit } = instruments;
  return { ...run, statements: instruments.statementsUntil(run.endedAt), locksAtCommit };
}

class Instruments implements StatementListener {
  readonly #seen: Omit<ObservedStatement, 'heldMs'>[] = [];
  /** When each open transaction ended, by the index of the statement that ended it. */
  readonly #transactionEnds: { readonly statement: number; readonly at: number }[] = [];
  #last: { readonly reading: Reading; readonly scope: CounterScope } | undefined;
  #sampler: LockSampler | undefined;
  #locksAtCommit: number | undefined;

  private constructor(
    readonly connections: RunConnections,
    readonly sessionPid: number,
    readonly known: Reading,
    readonly onStatement: (statement: Statement) => void,
  ) {}

  static async attach(
    connections: RunConnections,
    onStatement: (statement: Statement) => void,
  ): Promise<Instruments> {
    const { rows } = await connections.migration.query<{ pid: number }>(
      'select pg_catalog.pg_backend_pid() as pid',
    );
    const known = await takeReading(connections.migration, 'cumulative');
    return new Instruments(connections, rows[0]?.pid ?? 0, known, onStatement);
  }

  async beforeStatement(statement: Statement, inTransaction: boolean): Promise<void> {
    this.onStatement(statement);
    const scope = scopeOf(inTransaction);
    if (this.#last?.scope !== scope) {
      this.#last = { reading: await takeReading(this.connections.migration, scope), scope };
    }
    if (!inTransaction) this.#sampler = sampleLocks(this.connections.observer, this.sessionPid);
  }

  async afterStatement(statement: Statement, timing: StatementTiming, inTransaction: boolean): Promise<void> {
    const sampled = await this.#sampler?.stop();
    this.#sampler = undefined;
    const scope = scopeOf(inTransaction);
    const reading = await takeReading(this.connections.migration, scope);
    const before = this.#last?.scope === scope ? this.#last.reading : reading;
    this.#last = { reading, scope };
    if (!inTransaction) this.#transactionEnds.push({ statement: statement.index, at: timing.endedAt });
    if (nodeAs(statement.tree, 'TransactionStmt') !== undefined) return;
    const observation = observe(before, reading, this.known);
    this.#seen.push({
      statement,
      timing,
      witness: inTransaction ? 'transaction' : 'sampler',
      observation: inTransaction
        ? observation
        : { ...observation, rowsTouched: timing.rowCount, locks: this.#named(sampled ?? new Map()) },
    });
  }

  /** Locks that are granted without the shared table take none of its room. */
  async beforeCommit(): Promise<void> {
    const { rows } = await this.connections.migration.query<{ held: number }>(
      `select count(*)::int as held from pg_catalog.pg_locks
       where pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and not fastpath`,
    );
    this.#locksAtCommit = rows[0]?.held;
  }

  get locksAtCommit(): number | undefined {
    return this.#locksAtCommit;
  }

  /** Ends the sampling, and makes the server count what the session wrote. */
  async detach(): Promise<void> {
    await this.#sampler?.stop();
    await takeReading(this.connections.migration, 'cumulative').catch(() => undefined);
  }

  /** A lock is held from some moment within its statement until its transaction ends. */
  statementsUntil(scriptEnd: number): readonly ObservedStatement[] {
    return this.#seen.map((seen) => {
      const end =
        this.#transactionEnds.find(({ statement }) => statement >= seen.statement.index)?.at ?? scriptEnd;
      const { startedAt, endedAt } = seen.timing;
      const heldMs =
        seen.observation.locks.length === 0 ? undefined : ([end - endedAt, end - startedAt] as const);
      return { ...seen, heldMs };
    });
  }

  #named(sampled: ReadonlyMap<number, LockMode>): Observation['locks'] {
    return [...sampled].flatMap(([id, mode]) => {
      const relation = this.known.relations.get(id);
      const reported = relation?.kind === 'table' && mode !== 'ACCESS SHARE';
      return reported && relation.name !== undefined ? [{ relation: relation.name, mode }] : [];
    });
  }
}

function scopeOf(inTransaction: boolean): CounterScope {
  return inTransaction ? 'transaction' : 'cumulative';
}
