import type { RehearsalResult, WireScript } from '@tenantsafe/server/protocol';

type StatementResult = RehearsalResult['statements'][number];
type Direction = StatementResult['direction'];

/** What a run showed of one statement, to be said beside it in the editor. */
export interface StatementObservation {
  /** Zero-based place in its script. */
  readonly statement: number;
  readonly outcome: 'passed' | 'failed';
  /** Such as `812 ms, SHARE held 801 ms`; undefined where the statement ran on no tenant. */
  readonly label: string | undefined;
  /** One line for each run, then one for each check that failed at it. */
  readonly details: readonly string[];
}

/** Observations of one script's statements; a statement that no run came to has none. */
export function observationsOf(
  result: RehearsalResult,
  direction: Direction,
  { statements }: WireScript,
): readonly StatementObservation[] {
  return statements.flatMap((_range, statement): readonly StatementObservation[] => {
    const runs = result.statements.filter((run) => run.direction === direction && run.index === statement);
    const failures = failuresAt(result, direction, statement);
    if (runs.length + failures.length === 0) return [];
    const slowest = runs.toSorted((left, right) => right.ms - left.ms)[0];
    return [
      {
        statement,
        outcome: failures.length === 0 ? 'passed' : 'failed',
        label: slowest === undefined ? undefined : figuresOf(slowest),
        details: [...runs.map((run) => `${tenantOf(run)}: ${figuresOf(run)}`), ...failures],
      },
    ];
  });
}

function failuresAt(
  { tenants }: RehearsalResult,
  direction: Direction,
  statement: number,
): readonly string[] {
  const failures = tenants.flatMap(({ name, checks }) =>
    checks
      .filter((check) => check.verdict === 'failed' && check.statement === statement)
      // Checks of the rollback count its statements, all others those of the migration.
      .filter(({ id }) => id.startsWith('rollback-') === (direction === 'down'))
      .map(({ id, message }) => `${id} failed on ${name}: ${message}`),
  );
  const more = failures.length - shownFailures;
  return more <= 0 ? failures : [...failures.slice(0, shownFailures), `and ${more} more failures`];
}

/** A policy may have dozens of tenants of a shape. */
const shownFailures = 10;

function figuresOf({ ms, heldMs, locks, blockedReadsMs, blockedWritesMs }: StatementResult): string {
  const modes = [...new Set(locks.map(({ mode }) => mode))].join(', ');
  return [
    milliseconds(ms),
    ...(heldMs === null || modes === '' ? [] : [`${modes} held ${milliseconds(heldMs[1])}`]),
    ...stalled('writes', blockedWritesMs),
    ...stalled('reads', blockedReadsMs),
  ].join(', ');
}

/** An operation takes a few milliseconds by itself. */
function stalled(what: string, ms: number | null): readonly string[] {
  return ms === null || ms < 10 ? [] : [`${what} stood still ${milliseconds(ms)}`];
}

function tenantOf({ tenant }: StatementResult): string {
  return tenant === '*' ? 'All tenants together' : `Tenant ${tenant}`;
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}
