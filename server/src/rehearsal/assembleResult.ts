import type { Migration, Policy } from '../project';
import type { EventListener } from './events';
import type { FleetFacts } from './fleet/rehearseFleet';
import { rolloutFigures } from './fleet/rolloutFigures';
import { transactionLocksOf } from './fleet/transactionLocks';
import { longestStall, type ProbeRecord } from './observe/probes';
import { stallsOf } from './stalls';
import { differencesFrom, predictionFor, type Prediction } from './predictions';
import { isFirst } from './models/plannedTenants';
import { projectionOf } from './projection';
import {
  shownTenant,
  type CheckId,
  type CheckResult,
  type NotChecked,
  type Projection,
  type RehearsalResult,
  type Scorecard,
  type StatementResult,
  type TenantResult,
  type Verdict,
} from './result';
import type { ObservedStatement } from './run/observeScript';
import { tenantResults } from './tenantResults';
import type { DirectionFacts, Trial } from './trial/trial';

export interface RehearsalFacts {
  readonly policy: Policy;
  readonly migration: Migration;
  readonly server: string;
  readonly startedAt: Date;
  readonly trials: { readonly alone: readonly Trial[]; readonly together: Trial | undefined };
  /** The rollout to all tenants; undefined where one run is for all, or no shape has copies. */
  readonly fleet: FleetFacts | undefined;
  /** Locks that the server's shared table has room for. */
  readonly roomForLocks: number;
  readonly predictions: { readonly up: readonly Prediction[]; readonly down: readonly Prediction[] };
  readonly inputs: RehearsalResult['inputs'];
  readonly notChecked: readonly NotChecked[];
  readonly onEvent: EventListener;
}

/** Judges the facts of all trials and puts them into the result format. */
export function assembleResult(facts: RehearsalFacts): RehearsalResult {
  const { trials, migration } = facts;
  const tenants = tenantResults(facts);
  const statements = [...(trials.together === undefined ? [] : [trials.together]), ...trials.alone].flatMap(
    (trial) => [
      ...statementResults(trial, 'up', trial.up, facts.predictions.up),
      ...(trial.down === undefined
        ? []
        : statementResults(trial, 'down', trial.down, facts.predictions.down)),
    ],
  );
  const projection = projectionOf(facts);
  const rollout = facts.fleet === undefined ? undefined : rolloutFigures(facts.fleet);
  const transactionLocks = transactionLocksOf(trials, facts.policy, facts.roomForLocks);
  return {
    formatVersion: 1,
    migration: fileNameOf(migration.up.path),
    rollback: migration.down === undefined ? null : fileNameOf(migration.down.path),
    model: facts.policy.tenancy.model ?? 'row',
    server: facts.server,
    verdict: worstOf(tenants.map(({ verdict }) => verdict)),
    startedAt: facts.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    inputs: facts.inputs,
    tenants,
    statements,
    stalls: stallsOf(trials),
    scorecard: scorecardOf(facts, tenants, statements),
    ...(rollout === undefined ? {} : { rollout }),
    ...(transactionLocks === undefined ? {} : { transactionLocks }),
    projection,
    notChecked: [...facts.notChecked, ...unfilledTables(tenants), ...openQuestions(facts, projection)],
  };
}

function worstOf(verdicts: readonly Verdict[]): RehearsalResult['verdict'] {
  if (verdicts.includes('failed')) return 'failed';
  return verdicts.includes('errored') ? 'errored' : 'passed';
}

function statementResults(
  trial: Trial,
  direction: 'up' | 'down',
  facts: DirectionFacts,
  predictions: readonly Prediction[],
): readonly StatementResult[] {
  return facts.run.statements.map((seen, place) => {
    const { observation, statement, timing } = seen;
    // An operation that begins before the next statement does waits for this one's locks, or for older ones.
    const until = facts.run.statements[place + 1]?.timing.startedAt ?? Number.POSITIVE_INFINITY;
    const stalled = (record: ProbeRecord['reads']) =>
      record.length === 0 ? null : rounded(longestStall(record, timing.startedAt, until));
    const plan = direction === 'up' ? trial.plans.get(statement.index) : undefined;
    return {
      tenant: trial.fixture.name,
      index: statement.index,
      direction,
      startMs: rounded(timing.startedAt - startOf(facts)),
      ms: rounded(timing.endedAt - timing.startedAt),
      heldMs: seen.heldMs === undefined ? null : [rounded(seen.heldMs[0]), rounded(seen.heldMs[1])],
      walBytes: observation.walBytes,
      rowsTouched: observation.rowsTouched,
      locks: observation.locks,
      rewrites: observation.rewrites,
      scans: observation.scans,
      blockedReadsMs: stalled(facts.probes.reads),
      blockedWritesMs: stalled(facts.probes.writes),
      predicted: comparison(predictions[statement.index], seen, trial),
      ...(plan === undefined ? {} : { explain: plan }),
    };
  });
}

/** When the first statement of a run began, on the clock of `performance.now()`. */
function startOf({ run }: DirectionFacts): number {
  return run.statements[0]?.timing.startedAt ?? 0;
}

function comparison(
  prediction: Prediction | undefined,
  seen: ObservedStatement,
  trial: Trial,
): StatementResult['predicted'] {
  const differences =
    prediction === undefined
      ? ['nothing was predicted']
      : differencesFrom(predictionFor(prediction, trial.fixture), seen);
  return { agrees: differences.length === 0, differences };
}

function scorecardOf(
  { trials }: RehearsalFacts,
  tenants: readonly TenantResult[],
  statements: readonly StatementResult[],
): Scorecard {
  const times = tenants.flatMap(({ upMs }) => upMs ?? []).toSorted((left, right) => left - right);
  const shown = shownTenant({ tenants, statements });
  const own = statements.filter(({ tenant, direction }) => tenant === shown && direction === 'up');
  const rollbacks = tenants.flatMap(({ checks: results }) =>
    results.filter(({ id }) => id.startsWith('rollback-')).map(({ verdict }) => verdict),
  );
  const failedTenants = tenants.filter(({ verdict }) => verdict === 'failed').length;
  return {
    tenantMsP50: percentile(times, 0.5),
    tenantMsP95: percentile(times, 0.95),
    blockedWriterMsMax: largest(own.flatMap(({ blockedWritesMs }) => blockedWritesMs ?? [])),
    blockedReaderMsMax: largest(own.flatMap(({ blockedReadsMs }) => blockedReadsMs ?? [])),
    lockQueueMs: rounded(lockQueueOf(trials)),
    walBytes: own.length === 0 ? null : own.reduce((sum, { walBytes }) => sum + walBytes, 0),
    rollbackRehearsal: rollbacks.every((verdict) => verdict === 'skipped') ? 'skipped' : worstOf(rollbacks),
    driftedTenants: tenants.filter(({ checks: results }) => failedCheck(results, 'tenant-drift')).length,
    failedTenants,
    cohortFailureRate: tenants.length === 0 ? 0 : failedTenants / tenants.length,
  };
}

/** The nearest-rank percentile of sorted values. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function rounded<Value extends number | null>(value: Value): Value {
  return (value === null ? null : Math.round(value * 10) / 10) as Value;
}

function unfilledTables(tenants: readonly TenantResult[]): readonly NotChecked[] {
  const reasons = new Map<string, string>();
  // A copy lacks what the first of its shape lacks.
  for (const { tables } of tenants.filter(isFirst)) {
    for (const { relation, reason } of tables) if (reason !== null) reasons.set(relation, reason);
  }
  return [...reasons].map(([relation, why]) => ({ what: `Rows of ${relation}`, why }));
}

/** Figures that a reader might look for and that are not there. */
function openQuestions({ trials }: RehearsalFacts, projection: Projection | null): readonly NotChecked[] {
  const measured = [...trials.alone, ...(trials.together === undefined ? [] : [trials.together])];
  return [
    ...(measured.every(({ up }) => up.run.failure !== undefined)
      ? [
          {
            what: 'Lock queue behind a long-running transaction',
            why: 'The migration did not run to its end.',
          },
        ]
      : []),
    ...(projection !== null
      ? []
      : [
          {
            what: 'Projection to the production fleet',
            why: 'The policy does not say production.tenants, and production.rows of the tables that the migration reads.',
          },
        ]),
  ];
}

/** The wait of a new reader behind the migration; 0 where the migration takes no lock that readers wait for. */
function lockQueueOf({ alone, together }: RehearsalFacts['trials']): number | null {
  const measured = [...alone, ...(together === undefined ? [] : [together])];
  const queue = measured.find(({ lockQueue }) => lockQueue !== undefined)?.lockQueue;
  if (queue !== undefined) return queue.waitedMs;
  return measured.some(({ up }) => up.run.failure === undefined) ? 0 : null;
}

function failedCheck(results: readonly CheckResult[], id: CheckId): boolean {
  return results.some((result) => result.id === id && result.verdict === 'failed');
}

function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
