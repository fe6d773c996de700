import type { Inference, InferredTenancy } from './inference';
import type { Project } from './model';

/** What only a person can say about the tenants of a project, with what the policy would be by each answer. */
export interface TenancyQuestion {
  /** One sentence with what is known. */
  readonly text: string;
  readonly choices: readonly { readonly title: string; readonly inference: Inference }[];
}

/**
 * The question to ask about a project whose history does not say clearly what a tenant is. Undefined where it does, where
 * it shows no sign of tenants, and where there is a policy file, which has answered it.
 */
export function tenancyQuestion({ policyFile, inference }: Project): TenancyQuestion | undefined {
  const { tenancy } = inference;
  if (policyFile !== undefined || tenancy.alternatives.length === 0) return undefined;
  const isInferred = tenancy.model.value !== undefined;
  const candidates = isInferred ? [tenancy, ...tenancy.alternatives] : tenancy.alternatives;
  const evidence = candidates.map((each) => `${columnsOf(each)} is ${each.tenantColumns.reason}`).join('; ');
  const none = { title: 'No tenants', inference };
  return {
    text: `The migrations do not say clearly what a tenant is: ${evidence}.`,
    choices: [
      ...candidates.map((each) => ({
        title: `Tenants by ${columnsOf(each)}`,
        inference: { ...inference, tenancy: each },
      })),
      // A policy without a model is inferred again, so that it cannot deny the one that was.
      ...(isInferred ? [] : [none]),
    ],
  };
}

function columnsOf({ tenantColumns }: InferredTenancy): string {
  return tenantColumns.value.join(', ');
}
