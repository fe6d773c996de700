import type { ExplainedAction } from '../../behaviour';
import { findTable, nameOf, spokenName, type Table } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects } from '../readings/dependants';
import { findingsByAction } from '../readings/findingsByAction';
import { droppedTenantColumn } from '../readings/tenantColumns';

/** DROP COLUMN of what says whose a row is; the policies that read it stop the drop, or go with it. */
export const tenantColumnDrop: Rule = {
  id: 'tenant-column-drop',
  category: 'tenant-row',
  severity: 'error',
  summary: 'DROP COLUMN of the tenant column, which the policies need and nothing can bring back',
  speaksOf: ['AT_DropColumn'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const dropped = droppedTenantColumn(action, reviewed, migration);
  if (dropped === undefined) return undefined;
  const { table, column, obstacles, policies } = dropped;
  const name = spokenName(nameOf(table));
  const common = { span: action.span, relations: [nameOf(table)] };
  if (obstacles.length > 0) {
    return {
      ...common,
      what: `DROP COLUMN ${column} is refused (SQLSTATE 2BP01) because of ${spokenObjects(reviewed.before, obstacles)}.`,
      who: 'The migration stops here, on the first database and on every other; with CASCADE the policies would go, and with the column all that tells the tenants apart.',
      remedy: `Keep ${column}. If another column takes its place, name it under tenancy.tenantColumn, fill it, and give the policies their new expression with ALTER POLICY first.`,
    };
  }
  if (policies.length > 0) {
    return {
      ...common,
      what: `DROP COLUMN ${column} CASCADE also drops ${spokenObjects(reviewed.before, policies)}.`,
      who: whoSeesWhat(table, migration),
      remedy: `Leave CASCADE out; if another column takes the place of ${column}, give the policies their new expression with ALTER POLICY in the same transaction, before the drop.`,
    };
  }
  return {
    ...common,
    what: `Without ${column} nothing in ${name} says which tenant a row belongs to, and no rollback can bring the values back.`,
    who: 'Every query, key and policy that keeps the tenants apart needs it: application code fails, and the rows of all tenants are one heap.',
    remedy: `Keep ${column}, or list ${name} under tenancy.sharedTables in the policy if its rows belong to no tenant from now on.`,
  };
}

function whoSeesWhat(table: Table, { after }: ReviewedMigration): string {
  const name = spokenName(nameOf(table));
  const { rowSecurity, policies } = findTable(after, nameOf(table)) ?? table;
  if (!rowSecurity.enabled) return `Nothing tells any more which tenant a row of ${name} belongs to.`;
  return policies.some(({ permissive }) => permissive)
    ? `Row-level security on ${name} goes by the policies that are left, and none of them can look at the tenant.`
    : `Row-level security on ${name} stays on without a policy: the application sees no row of any tenant.`;
}
