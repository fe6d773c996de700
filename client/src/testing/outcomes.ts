import type { RehearsalResult } from '@tenantsafe/server/protocol';
import { schemaDiff, type SchemaDiff } from './schemaDiff';

type TenantResult = RehearsalResult['tenants'][number];
type CheckResult = TenantResult['checks'][number];

/** What the Testing view says of one tenant after a run, or of all tenants of a shape that has copies. */
export interface TenantOutcome {
  readonly tenant: string;
  readonly verdict: TenantResult['verdict'];
  /** Migration and rollback of the first tenant together; undefined where neither ran. */
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

/** The outcome of each shape's first tenant with those of its copies, in the order of the result. */
export function outcomesOf(result: RehearsalResult): readonly TenantOutcome[] {
  const firsts = result.tenants.filter(({ name, shape }) => name === shape);
  return firsts.map((first) => {
    const copies = result.tenants.filter((tenant) => tenant.shape === first.shape && tenant !== first);
    return {
      tenant: first.name,
      verdict: worstOf([first, ...copies]),
      durationMs: durationOf(first),
      messages: [...messagesOf(first), ...messagesOfCopies(copies)],
    };
  });
}

/** A copy that the rollout did not come to has nothing against it. */
function worstOf(tenants: readonly TenantResult[]): TenantResult['verdict'] {
  const verdicts = new Set(tenants.map(({ verdict }) => verdict));
  return (['failed', 'errored', 'passed'] as const).find((verdict) => verdicts.has(verdict)) ?? 'skipped';
}

function messagesOf(tenant: TenantResult): readonly OutcomeMessage[] {
  return tenant.checks.filter(({ verdict }) => isWorthSaying(verdict, tenant.verdict)).map(messageOf);
}

/** Failures with the copy's name before them, as many as a person reads. */
function messagesOfCopies(copies: readonly TenantResult[]): readonly OutcomeMessage[] {
  const messages = copies
    .filter(({ verdict }) => verdict !== 'skipped')
    .flatMap((copy) =>
      messagesOf(copy).map((message) => ({ ...message, text: `${copy.name}: ${message.text}` })),
    );
  return messages.slice(0, shownMessages);
}

const shownMessages = 10;

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
  const named = tenants.slice(0, shownNames).map(({ name }) => name);
  const more = tenants.length - named.length;
  return [...named, ...(more === 0 ? [] : [`and ${more} more`])].join(', ');
}

const shownNames = 10;
