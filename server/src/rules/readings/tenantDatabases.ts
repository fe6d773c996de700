import type { Policy } from '../../project';
import type { ReviewedMigration } from '../model';

export function isDatabaseTenancy({ tenancy }: Policy): boolean {
  return tenancy.model === 'database';
}

/** Whether the script runs once for each tenant, in the database of that tenant. */
export function isTenantDatabaseScript({ migration, policy }: ReviewedMigration): boolean {
  return isDatabaseTenancy(policy) && migration.scope === 'tenant';
}
