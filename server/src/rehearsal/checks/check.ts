import type { Migration, Policy } from '../../project';
import type { MemberFacts } from '../fleet/rehearseFleet';
import type { FixtureTenant } from '../fixture';
import type { CheckId, CheckResult, Verdict } from '../result';
import type { Trial } from '../trial/trial';
import type { SchemaCensus } from './schemaCensus';

/** One question that a rehearsal answers for each tenant. Checks look at facts and never at a server. */
export interface Check {
  readonly id: CheckId;
  judge(subject: Subject): Judgement;
}

/** A tenant with the trials that its rows were part of. */
export interface Subject {
  readonly tenant: FixtureTenant;
  /** The tenant alone in a database, so that what goes wrong is its own. */
  readonly alone: Trial;
  /** The same of every tenant, this one among them. */
  readonly everyAlone: readonly Trial[];
  /** All tenants in one database; undefined where only one was asked for. */
  readonly together: Trial | undefined;
  /** The tenant's part in a rollout to all; undefined where there was none. */
  readonly member: MemberFacts | undefined;
  readonly census: SchemaCensus;
  readonly policy: Policy;
  readonly migration: Migration;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string;
  readonly statement?: number | null;
  readonly relations?: readonly string[];
  readonly sample?: readonly string[];
}

export function passed(message: string, more: Partial<Judgement> = {}): Judgement {
  return { verdict: 'passed', message, ...more };
}

export function failed(message: string, more: Partial<Judgement> = {}): Judgement {
  return { verdict: 'failed', message, ...more };
}

export function skipped(message: string): Judgement {
  return { verdict: 'skipped', message };
}

/** A judgement as the result format has it. */
export function checkResult(check: Check, subject: Subject): CheckResult {
  return judgedAs(check.id, check.judge(subject));
}

export function judgedAs(id: CheckId, judgement: Judgement): CheckResult {
  const { verdict, message, statement = null, relations = [], sample = [] } = judgement;
  return { id, verdict, message, statement, relations, sample: sample.slice(0, sampleLimit) };
}

/** Lines that a report shows of one difference. */
const sampleLimit = 20;

/**
 * Judges the tenant alone. Where every tenant passes alone but all together do not, only their meeting is at fault, and
 * the failure belongs to every tenant that has rows.
 */
export function attributed(judge: (trial: Trial, subject: Subject) => Judgement): Check['judge'] {
  return (subject) => {
    const alone = judge(subject.alone, subject);
    const { together, everyAlone, tenant } = subject;
    if (alone.verdict !== 'passed' || together === undefined || tenant.shape === 'empty') return alone;
    if (everyAlone.some((trial) => judge(trial, subject).verdict === 'failed')) return alone;
    const joint = judge(together, subject);
    if (joint.verdict !== 'failed') return alone;
    return { ...joint, message: `Only with all tenants in one database: ${joint.message}` };
  };
}

/** `3 rows`, `1 row`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`;
}
