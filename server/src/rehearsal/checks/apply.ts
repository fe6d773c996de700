import type { MemberFacts } from '../fleet/rehearseFleet';
import type { StatementFailure } from '../run/executeScript';
import type { Trial } from '../trial/trial';
import { attributed, counted, failed, passed, skipped, type Check, type Judgement } from './check';
import { describeScriptFailure } from './scriptFailure';

/** Does the migration run to its end on the tenant's rows, with no more rights than it should have? */
export const apply: Check = {
  id: 'apply',
  judge(subject) {
    const judgement = judgeApply(subject);
    const { member } = subject;
    if (judgement.verdict !== 'passed' || member?.end.kind !== 'failed') return judgement;
    return judgeRollout(member);
  },
};

const judgeApply = attributed(judgeTrial);

/** How the migration went on a trial's database. */
export function judgeTrial({ up }: Trial): Judgement {
  const { failure, ms } = up.run;
  return failure === undefined ? passed(`The migration ran in ${Math.round(ms)} ms.`) : notApplied(failure);
}

/** How the migration went for one tenant of a rollout to all. */
export function judgeRollout({ end, retried, leftBehind }: MemberFacts): Judgement {
  switch (end.kind) {
    case 'migrated': {
      const attempts = `${counted(retried.length, 'attempt')} before failed: ${retried.at(-1)?.message ?? ''}`;
      const time = end.ms === null ? 'was committed' : `ran in ${Math.round(end.ms)} ms`;
      return passed(`The migration ${time}${retried.length === 0 ? '' : `; ${attempts}`}.`);
    }
    case 'failed': {
      const { message, ...rest } = notApplied(end.failure);
      const state =
        leftBehind.length === 0
          ? 'The tenant is as it was.'
          : `The tenant is neither as before nor as after: ${leftBehind[0] ?? ''}.`;
      return failed(`In the rollout to all tenants: ${message} ${state}`, { ...rest, sample: leftBehind });
    }
    case 'not started':
      return skipped(
        'Not started: the rollout stopped, because more tenants had failed than budgets.cohortFailureRate allows.',
      );
  }
}

function notApplied(failure: StatementFailure): Judgement {
  return failed(describeScriptFailure('The migration', failure), {
    statement: failure.statement,
    relations: failure.relation === undefined ? [] : [failure.relation],
  });
}
