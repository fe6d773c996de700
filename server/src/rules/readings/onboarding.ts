import type { ReviewedMigration } from '../model';
import type { ForeignKeyToLiveTable } from './foreignKeys';
import { isSchemaTenancy, sideOf } from './tenantSchemas';

/** Whether a foreign key goes from a tenant's table to one that all tenants share, and so locks it once for each tenant. */
export function locksSharedForTenant(
  { table, references }: ForeignKeyToLiveTable,
  { policy }: ReviewedMigration,
): boolean {
  if (!isSchemaTenancy(policy) || table === undefined) return false;
  return sideOf(table, policy) === 'tenant' && sideOf(references, policy) === 'shared';
}
