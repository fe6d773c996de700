import type { Draft } from '../../draft';
import type { DraftPlace } from '../../draftPlace';
import type { GateFinding } from '../../gateResult';
import { gateFinding, wholeDraft } from '../findings';
import type { WalkedPhase } from '../walk';
import { earlyDestruction, lossesByPhase } from './phases';
import { protectionFindings } from './protection';
import { rollbackFindings } from './rollbacks';
import { statementFindings } from './statements';
import { verificationFindings } from './verification';

/** Whether a draft does only what drafts may do, and protects and undoes what it claims to. */
export function policyFindings(
  draft: Draft,
  walked: readonly WalkedPhase[],
  place: DraftPlace,
): readonly GateFinding[] {
  const losses = lossesByPhase(walked, place.policy);
  return [
    ...tenancyFindings(draft, place),
    ...walked.flatMap(({ up, down }) => [...up, ...down].flatMap((step) => statementFindings(step, place))),
    ...verificationFindings(draft, walked, place),
    ...walked.flatMap((phase) => protectionFindings(phase, place.policy)),
    ...earlyDestruction(draft, losses),
    ...rollbackFindings(draft, walked, losses, place),
  ];
}

function tenancyFindings({ tenancy }: Draft, { policy }: DraftPlace): readonly GateFinding[] {
  const { model } = policy.tenancy;
  if (model === undefined || model === tenancy) return [];
  const message = `The draft is for tenants by ${tenancy}, and this project keeps them apart by ${model}: draft it for that.`;
  return [gateFinding('draft-tenancy', wholeDraft, message)];
}
