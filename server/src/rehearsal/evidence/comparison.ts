import {
  checkIds,
  shownTenant,
  type CheckId,
  type Comparison,
  type RehearsalResult,
  type Verdict,
} from '../result';
import { bytes, milliseconds } from './figures';
import { spokenTenants } from './tenantGroups';

/**
 * What is other than in the last evidence of the same migration: verdicts, locks, and figures that differ by more than
 * two runs of the same migration do. Undefined where the last evidence is another migration's.
 */
export function comparisonWith(last: RehearsalResult, now: RehearsalResult): Comparison | undefined {
  if (last.migration !== now.migration) return undefined;
  return {
    lastRun: last.startedAt,
    changedInputs: changedInputs(last, now),
    changes: [
      ...verdictChanges(last, now),
      ...lockChanges(last, now),
      ...timeChange('Time a tenant', last.scorecard.tenantMsP95, now.scorecard.tenantMsP95),
      ...timeChange(
        'Writers stood still',
        last.scorecard.blockedWriterMsMax,
        now.scorecard.blockedWriterMsMax,
      ),
      ...timeChange(
        'Readers stood still',
        last.scorecard.blockedReaderMsMax,
        now.scorecard.blockedReaderMsMax,
      ),
      ...logChange(last.scorecard.walBytes, now.scorecard.walBytes),
    ],
  };
}

function changedInputs(last: RehearsalResult, now: RehearsalResult): readonly string[] {
  return [
    ...(['migration', 'rollback', 'history', 'policy', 'fixtures'] as const).filter(
      (input) => last.inputs[input] !== now.inputs[input],
    ),
    ...(last.server === now.server ? [] : ['server']),
  ];
}

/** Checks whose verdict on a tenant of both runs is another, the tenants of one change together. */
function verdictChanges(last: RehearsalResult, now: RehearsalResult): readonly string[] {
  return checkIds.flatMap((id) => {
    const tenantsOf = new Map<string, readonly string[]>();
    for (const { name, checks } of now.tenants) {
      const before = verdictOf(last, name, id);
      const after = checks.find((check) => check.id === id)?.verdict;
      if (before === undefined || after === undefined || before === after) continue;
      const change = `${words[after]} (${words[before]} before)`;
      tenantsOf.set(change, [...(tenantsOf.get(change) ?? []), name]);
    }
    return [...tenantsOf].map(([change, tenants]) => `${id} ${change} on ${spokenTenants(now, tenants)}`);
  });
}

const words: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  errored: 'could not be made',
};

function verdictOf({ tenants }: RehearsalResult, tenant: string, id: CheckId): Verdict | undefined {
  return tenants.find(({ name }) => name === tenant)?.checks.find((check) => check.id === id)?.verdict;
}

function lockChanges(last: RehearsalResult, now: RehearsalResult): readonly string[] {
  const [before, after] = [locksOf(last), locksOf(now)];
  if (before.size === 0 || after.size === 0) return [];
  return [
    ...[...after].filter((lock) => !before.has(lock)).map((lock) => `${lock} is taken, and was not before`),
    ...[...before].filter((lock) => !after.has(lock)).map((lock) => `${lock} is not taken any more`),
  ];
}

function locksOf(result: RehearsalResult): ReadonlySet<string> {
  const shown = shownTenant(result);
  return new Set(
    result.statements
      .filter(({ tenant, direction }) => tenant === shown && direction === 'up')
      .flatMap(({ locks }) => locks.map(({ relation, mode }) => `${mode} on ${relation}`)),
  );
}

/** A busy machine alone makes a run some tens of milliseconds longer. */
function timeChange(what: string, before: number | null, after: number | null): readonly string[] {
  if (before === null || after === null) return [];
  const isNoise = Math.abs(after - before) < 100 || Math.max(after, before) < 2 * Math.min(after, before);
  return isNoise ? [] : [`${what}: ${milliseconds(after)} (${milliseconds(before)} before)`];
}

function logChange(before: number | null, after: number | null): readonly string[] {
  if (before === null || after === null) return [];
  const isNoise = Math.abs(after - before) < Math.max(64 * 1024, before / 5);
  return isNoise ? [] : [`Write-ahead log: ${bytes(after)} (${bytes(before)} before)`];
}
