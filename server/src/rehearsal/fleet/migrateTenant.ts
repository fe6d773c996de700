import type { Client } from 'pg';
import pRetry from 'p-retry';
import {
  describeFailure,
  executeScript,
  type RunnableScript,
  type StatementFailure,
  type StatementFilter,
} from '../run/executeScript';
import type { Ledger, LedgerEntry } from './ledger';
import { kindOfFailure, type FailureKind } from './passingFailures';

/** A tenant as a rollout sees it. */
export interface RolloutTenant {
  readonly name: string;
  /** Opens a session that runs the migration for this tenant alone. */
  connect(): Promise<Client>;
  /** Whether schema and rows are as they were; asked where nobody heard how an attempt ended. */
  isAsBefore(): Promise<boolean>;
}

export interface TenantRun {
  readonly tenant: RolloutTenant;
  readonly script: RunnableScript;
  readonly filter: StatementFilter;
  readonly ledger: Ledger;
  /** What the ledger says of an earlier run; undefined where the tenant was not begun. */
  readonly entry: LedgerEntry | undefined;
  readonly onRetry: (failure: StatementFailure) => Promise<void> | void;
}

/** `ms` is null where an earlier run had migrated the tenant. */
export type TenantEnd =
  | { readonly kind: 'migrated'; readonly ms: number | null }
  | { readonly kind: 'failed'; readonly failure: StatementFailure }
  | { readonly kind: 'not started' };

/**
 * Migrates one tenant, again after a while where another session was in the way. A session-level advisory lock keeps a
 * second runner off the tenant; it goes with the session, however that ends.
 */
export async function migrateTenant(run: TenantRun): Promise<TenantEnd> {
  const { tenant, ledger, entry, onRetry } = run;
  let isUncertain = entry?.state === 'running';
  try {
    const ms = await pRetry(() => attempt(run, isUncertain), {
      ...backoff,
      shouldRetry: ({ error }) => failedAttempt(error).kind !== 'lasting',
      onFailedAttempt: async ({ error, retriesLeft }) => {
        const { kind, failure } = failedAttempt(error);
        if (kind === 'lost') isUncertain = true;
        if (kind !== 'lasting' && retriesLeft > 0) await onRetry(failure);
      },
    });
    await ledger.ended(tenant.name, undefined);
    return { kind: 'migrated', ms };
  } catch (error) {
    const { failure } = failedAttempt(error);
    await ledger.ended(tenant.name, failure);
    return { kind: 'failed', failure };
  }
}

/** About three seconds in all: a rehearsal has no other traffic that would go on for longer. */
const backoff = { retries: 5, minTimeout: 100, factor: 2, randomize: false };

/** Returns how long the script took, in milliseconds; null where it turns out to have been committed before. */
async function attempt(
  { tenant, script, filter, ledger }: TenantRun,
  isUncertain: boolean,
): Promise<number | null> {
  const session = await openSession(tenant);
  try {
    // What was one transaction is there as a whole or not at all; any other file is run again, as its framework would.
    const isWhole = script.transaction === 'per-file';
    if (isUncertain && isWhole && !(await tenant.isAsBefore())) return null;
    await ledger.started(tenant.name);
    const { failure, ms } = await executeScript(session, script, {}, filter);
    if (failure === undefined) return ms;
    throw new FailedAttempt(await kindOfFailure(failure, session), failure);
  } finally {
    await session.end().catch(() => undefined);
  }
}

class FailedAttempt extends Error {
  override readonly name = 'FailedAttempt';

  constructor(
    readonly kind: FailureKind,
    readonly failure: StatementFailure,
  ) {
    super(failure.message);
  }
}

function failedAttempt(error: unknown): FailedAttempt {
  if (error instanceof FailedAttempt) return error;
  throw error;
}

/** A session that holds the tenant's lock. */
async function openSession(tenant: RolloutTenant): Promise<Client> {
  let session: Client | undefined;
  try {
    session = await tenant.connect();
    if (await takeLock(session, tenant.name)) return session;
  } catch (error) {
    // Nothing was run yet, so that nothing is uncertain.
    await session?.end().catch(() => undefined);
    throw new FailedAttempt('passing', describeFailure(error, undefined));
  }
  await session.end();
  throw new FailedAttempt('passing', lockedElsewhere);
}

const lockedElsewhere: StatementFailure = {
  statement: null,
  code: '55P03',
  message: 'another runner holds the advisory lock of this tenant',
  relation: undefined,
};

/** Advisory locks of one runner have a number of their own as their first half. */
async function takeLock(session: Client, tenant: string): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>(
    'select pg_catalog.pg_try_advisory_lock($1, pg_catalog.hashtext($2)) as taken',
    [rolloutLocks, tenant],
  );
  return rows[0]?.taken === true;
}

/** First half of the key of a tenant's advisory lock; the second is `hashtext` of its name. */
export const rolloutLocks = 847_847;
