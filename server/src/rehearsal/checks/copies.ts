import type { MemberFacts } from '../fleet/rehearseFleet';
import type { FixtureTenant } from '../fixture';
import { checkIds, type CheckId, type CheckResult } from '../result';
import type { Trial } from '../trial/trial';
import { judgeRollout, judgeTrial } from './apply';
import { judgedAs, skipped, type Judgement } from './check';
import type { SchemaCensus } from './schemaCensus';
import { judgeDrift } from './tenantDrift';

/** A tenant whose shape another tenant has too, on which every check is made. */
export interface Copy {
  readonly tenant: FixtureTenant;
  /** The run that migrated it: one of its own in a rollout, or the one for all tenants. */
  readonly run:
    | { readonly kind: 'own'; readonly member: MemberFacts }
    | { readonly kind: 'shared'; readonly trial: Trial };
  readonly census: SchemaCensus;
}

/** A copy is asked what can differ from the first of its shape: whether its run went well, and what schema it has then. */
export function checkCopy(copy: Copy): readonly CheckResult[] {
  return checkIds.map((id) => judgedAs(id, judgeCopy(id, copy)));
}

function judgeCopy(id: CheckId, { tenant, run, census }: Copy): Judgement {
  switch (id) {
    case 'apply':
      return run.kind === 'own' ? judgeRollout(run.member) : judgeTrial(run.trial);
    case 'tenant-drift':
      if (run.kind === 'shared' && tenant.schema === undefined)
        return skipped('All tenants are rows of the same tables, whose schema cannot differ.');
      return judgeDrift({ tenant, census });
    default:
      return skipped(`Checked on ${tenant.shape}, the first tenant of this shape.`);
  }
}
