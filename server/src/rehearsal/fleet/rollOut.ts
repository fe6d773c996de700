import pLimit from 'p-limit';
import type { RunnableScript, StatementFailure, StatementFilter } from '../run/executeScript';
import type { Ledger } from './ledger';
import { migrateTenant, type RolloutTenant, type TenantEnd } from './migrateTenant';

export interface Rollout<Tenant extends RolloutTenant> {
  /** In the order in which they are begun. */
  readonly tenants: readonly Tenant[];
  readonly script: RunnableScript;
  /** A filter for one run of the script. */
  readonly newFilter: () => StatementFilter;
  readonly ledger: Ledger;
  /** How many tenants are migrated at the same time at most. */
  readonly parallelism: number;
  /** Failed tenants by all tenants, from 0 to 1; no tenant is begun when it is exceeded. */
  readonly cohortFailureRate: number;
  readonly onStep: (step: RolloutStep<Tenant>) => Promise<void> | void;
}

export type RolloutStep<Tenant> =
  | { readonly kind: 'begun'; readonly tenant: Tenant }
  | { readonly kind: 'retried'; readonly tenant: Tenant; readonly failure: StatementFailure }
  | { readonly kind: 'ended'; readonly tenant: Tenant; readonly end: TenantEnd };

/**
 * Runs a migration for one tenant after the other, several at the same time, as the runner of a fleet does. The first
 * tenant goes alone: what the migration makes for the whole server is there when the others want it. Tenants that the
 * ledger says are migrated are left alone, so that an interrupted rollout goes on where it was.
 *
 * @returns how each tenant ended, in the order of `tenants`.
 */
export async function rollOut<Tenant extends RolloutTenant>(
  rollout: Rollout<Tenant>,
): Promise<readonly TenantEnd[]> {
  const { tenants, script, newFilter, ledger, parallelism, cohortFailureRate, onStep } = rollout;
  const entries = await ledger.entries();
  let failed = 0;
  const migrate = async (tenant: Tenant): Promise<TenantEnd> => {
    const entry = entries.get(tenant.name);
    if (entry?.state === 'migrated') return { kind: 'migrated', ms: null };
    if (failed > cohortFailureRate * tenants.length) return { kind: 'not started' };
    await onStep({ kind: 'begun', tenant });
    const end = await migrateTenant({
      tenant,
      script,
      filter: newFilter(),
      ledger,
      entry,
      onRetry: (failure) => onStep({ kind: 'retried', tenant, failure }),
    });
    if (end.kind === 'failed') failed += 1;
    await onStep({ kind: 'ended', tenant, end });
    return end;
  };
  const [first, ...others] = tenants;
  if (first === undefined) return [];
  const firstEnd = await migrate(first);
  return [firstEnd, ...(await pLimit(parallelism).map(others, migrate))];
}
