import type { Span } from '../../sql';
import type { Fix, ReviewedMigration } from '../model';
import type { WrittenPolicy } from '../readings/writtenPolicies';
import { tenantCondition } from './rowSecurityRecipe';

/** Puts the condition that the project's other policies have in the place of an expression; none where there is no model. */
export function withTenantCondition(
  { tenancy: { table, tenantColumn } }: WrittenPolicy,
  span: Span,
  migration: ReviewedMigration,
): readonly Fix[] {
  const condition = tenantCondition(table, migration);
  if (condition === undefined) return [];
  return [
    {
      title: `Compare ${tenantColumn?.name ?? 'the tenant'} like the project's other policies`,
      preferred: false,
      edits: [{ path: migration.script.path, span, newText: `(${condition.trim()})` }],
    },
  ];
}
