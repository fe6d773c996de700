import type { RehearsalResult } from '@tenantsafe/server/protocol';
import { schemaDiff, type SchemaDiff } from './schemaDiff';

type TenantResult = RehearsalResult['tenants'][number];
type CheckResult = TenantResult['checks'][number];

/** What the Testing view says of one tenant after a run. */
export interface TenantOutcome {
  readonly tenant: string;
  readonly verdict: TenantResult['verdict'];
  /** Migration and rollback together; undefined where neither ran. */
  readonly durationMs: number | undefined;
  /** One for each check that failed or could not be made; a skipped tenant's reasons. */
  readonly messages: readonly OutcomeMessage[];
}

export interface OutcomeMessage {
  readonly check: CheckResult['id'];
  readonly text: string;
  /** The statement to blame; undefined where none is named. */
  readonly place: StatementPlace | undefined;
  readonly diff: SchemaDiff | undefined;
}

/** A statement of one of the two scripts, zero-based. */
export interface StatementPlace {
  readonly direction: 'up' | 'down';
  readonly statement: number;
}

/** Each tenant's outcome, in the order of the result. */
export function outcomesOf(result: RehearsalResult): readonly TenantOutcome[] {
  return result.tenants.map((tenant) => ({
    tenant: tenant.name,
    verdict: tenant.verdict,
    durationMs: durationOf(tenant),
    messages: tenant.checks.filter(({ verdict }) => isWorthSaying(verdict, tenant.verdict)).map(messageOf),
  }));
}

/** One line for people: `2 of 5 tenants failed: large, legacy`. */
export function summaryOf(result: RehearsalResult): string {
  const name = result.migration;
  const failed = result.tenants.filter(({ verdict }) => verdict === 'failed');
  const errored = result.tenants.filter(({ verdict }) => verdict === 'errored');
  if (failed.length > 0) return `${name} failed on ${count(failed, result)}: ${namesOf(failed)}.`;
  if (errored.length > 0)
    return `${name} could not be judged on ${count(errored, result)}: ${namesOf(errored)}.`;
  return `${name} passed on ${count(result.tenants, result)}.`;
}

/** A tenant that failed shows its failures only; one that did not run shows why. */
function isWorthSaying(check: CheckResult['verdict'], tenant: TenantResult['verdict']): boolean {
  if (check === 'failed' || check === 'errored') return true;
  return check === 'skipped' && tenant === 'skipped';
}

function messageOf(check: CheckResult): OutcomeMessage {
  const diff = check.id === 'rollback-schema' ? schemaDiff(check.sample) : undefined;
  const sample = diff === undefined ? check.sample : [];
  return {
    check: check.id,
    text: [`${check.id}: ${check.message}`, ...sample].join('\n'),
    place: placeOf(check),
    diff,
  };
}

/** Checks of the rollback count its statements, all others those of the migration. */
function placeOf({ id, statement }: CheckResult): StatementPlace | undefined {
  if (statement === null) return undefined;
  return { direction: id.startsWith('rollback-') ? 'down' : 'up', statement };
}

function durationOf({ upMs, downMs }: TenantResult): number | undefined {
  return upMs === null && downMs === null ? undefined : (upMs ?? 0) + (downMs ?? 0);
}

function count(tenants: readonly TenantResult[], result: RehearsalResult): string {
  return `${tenants.length} of ${result.tenants.length} fixture tenants`;
}

function namesOf(tenants: readonly TenantResult[]): string {
  return tenants.map(({ name }) => name).join(', ');
}
