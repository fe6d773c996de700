import { shownTenant, type Projection, type RehearsalResult } from '../result';
import { bytes, count, milliseconds, seconds } from './figures';

/** One figure of the scorecard, with what it means for a reader who has not seen the experiment. */
export interface ScorecardEntry {
  readonly name: string;
  readonly value: string;
  /** A sentence; undefined where name and value say it all. */
  readonly meaning: string | undefined;
}

/** The scorecard in the order in which it is read, the same in every form of the evidence. */
export function scorecardEntries(result: RehearsalResult): readonly ScorecardEntry[] {
  const { scorecard: card, tenants } = result;
  const entry = (name: string, value: string, meaning?: string): ScorecardEntry => ({ name, value, meaning });
  return [
    entry(
      'Time a tenant',
      `${milliseconds(card.tenantMsP95)} (95th percentile), ${milliseconds(card.tenantMsP50)} (median)`,
    ),
    entry('Writers stood still', upTo(card.blockedWriterMsMax)),
    entry('Readers stood still', upTo(card.blockedReaderMsMax)),
    entry('Lock queue', lockQueueValue(card.lockQueueMs), lockQueueMeaning(card.lockQueueMs)),
    entry('Write-ahead log', bytes(card.walBytes)),
    ...locksEntry(result),
    entry('Blast radius', blastRadius(result)),
    ...rolloutEntry(result),
    entry('Rollback rehearsal', card.rollbackRehearsal),
    entry('Failed tenants', share(card.failedTenants, tenants.length)),
    entry(
      'Drifted tenants',
      card.driftedTenants === null ? 'not compared' : share(card.driftedTenants, tenants.length),
    ),
  ];
}

/** What the measured runs say of the production fleet, and how far to trust it. */
export function projectionSentences(projection: Projection): readonly string[] {
  const { tenants, totalSeconds, largestTenantSeconds, longestLockSeconds, walBytes, errorSeconds, method } =
    projection;
  return [
    `For ${count(tenants)} tenants in production about ${seconds(totalSeconds)} in all and ${seconds(largestTenantSeconds)} for the largest, with the strongest lock held for up to ${seconds(longestLockSeconds)} and ${bytes(walBytes)} of write-ahead log.`,
    errorSeconds === null
      ? `This is an estimate (${method}); too few sizes were measured to say how far it is off.`
      : `This is an estimate (${method}); on a measured run that it was drawn without, it was off by ${seconds(errorSeconds)}.`,
  ];
}

/** How a rollout to all tenants went. */
function rolloutEntry({ rollout }: RehearsalResult): readonly ScorecardEntry[] {
  if (rollout === undefined) return [];
  const { tenants, parallelism, ms, failed, notStarted, retries, between } = rollout;
  const pace = parallelism === 1 ? 'one after the other' : `${count(parallelism)} at the same time`;
  const events = [
    ...(failed === 0 ? [] : [`${count(failed)} failed`]),
    ...(between === 0 ? [] : [`${count(between)} of them ended neither as before nor as after`]),
    ...(notStarted === 0
      ? []
      : [`${count(notStarted)} were not started, because budgets.cohortFailureRate was exceeded`]),
    ...(retries === 0
      ? []
      : [`${count(retries)} attempts were made again, because another session was in the way`]),
  ];
  return [
    {
      name: 'Rollout',
      value: `${count(tenants)} tenants in ${milliseconds(ms)}, ${pace}`,
      meaning: events.length === 0 ? undefined : `${events.join('; ')}.`,
    },
  ];
}

/** Room in the lock table is a limit that no single tenant's run shows. */
function locksEntry({ transactionLocks }: RehearsalResult): readonly ScorecardEntry[] {
  if (transactionLocks === undefined) return [];
  const { tenants, held, room, inProduction } = transactionLocks;
  const forecast =
    inProduction === null ? '' : `; about ${count(inProduction)} for all tenants in production`;
  return [
    {
      name: 'Locks of one transaction',
      value: `${count(held)} of ${count(room)} with ${count(tenants)} tenants${forecast}`,
      meaning:
        Math.max(held, inProduction ?? 0) <= usualRoom / 2
          ? undefined
          : `A server with PostgreSQL's own settings has room for ${count(usualRoom)} in all sessions together (max_locks_per_transaction); then every session that needs another lock fails with "out of shared memory".`,
    },
  ];
}

/** 64 locks a transaction times 100 connections. */
const usualRoom = 6400;

function upTo(value: number | null): string {
  return value === null ? 'not measured' : `at most ${milliseconds(value)}`;
}

function lockQueueValue(waited: number | null): string {
  if (waited === null) return 'not measured';
  return waited === 0 ? 'no wait' : milliseconds(waited);
}

function lockQueueMeaning(waited: number | null): string | undefined {
  if (waited === null) return undefined;
  if (waited === 0) return 'No lock of the migration makes new readers wait.';
  return 'While a transaction that had read the table stayed open, the migration waited for it and every new reader waited behind the migration for this long; in production they wait as long as the longest open transaction, unless lock_timeout ends it.';
}

/** Tables that the migration locks, and whose work they hold up when it fails or takes long. */
function blastRadius(result: RehearsalResult): string {
  const { tenants, model } = result;
  const shown = shownTenant(result);
  const own = result.statements.filter(({ tenant, direction }) => tenant === shown && direction === 'up');
  const tables = new Set(
    own.flatMap(({ locks, rewrites, scans }) => [
      ...locks.map(({ relation }) => relation),
      ...rewrites,
      ...scans,
    ]),
  );
  if (own.length === 0) return 'not measured';
  const rows = own.reduce((sum, { rowsTouched }) => sum + rowsTouched, 0);
  const whose = model === 'row' ? `all ${count(tenants.length)} tenants at once` : 'one tenant at a time';
  const what = tables.size === 0 ? 'no table that was there before' : listed([...tables].toSorted());
  return `${what}, ${whose}, ${count(rows)} rows changed`;
}

function listed(tables: readonly string[]): string {
  const named = tables.slice(0, 3).join(', ');
  const rest = tables.length - 3;
  return rest > 0 ? `${named} and ${count(rest)} more tables` : named;
}

function share(some: number, all: number): string {
  return `${count(some)} of ${count(all)}`;
}
