import { tenancyOf } from '../../tenancy';
import type { ReviewedMigration } from '../model';
import { oncePerMigration } from './oncePerMigration';
import { isRowTenancy } from './tenantOwnership';

/** The parameters, in lower case, that say for which tenant a session works: by the policy, and those that row-level security reads. */
export const tenantSettings = oncePerMigration((migration: ReviewedMigration): ReadonlySet<string> => {
  const { policy, after } = migration;
  if (!isRowTenancy(policy)) return new Set();
  const read = tenancyOf(after, policy)
    .tables()
    .flatMap(({ policies }) => policies)
    .flatMap(({ using, check }) => [...(using?.settings ?? []), ...(check?.settings ?? [])])
    .map(({ name }) => name);
  const named = policy.tenancy.setting === undefined ? [] : [policy.tenancy.setting];
  return new Set([...named, ...read].map((name) => name.toLowerCase()));
});
