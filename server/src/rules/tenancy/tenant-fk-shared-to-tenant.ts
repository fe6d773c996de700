import { nameOf, spokenList, spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredForeignKeys, type DeclaredForeignKey } from '../readings/tenantForeignKeys';
import { isShared, isTenantRoot, ownershipOf } from '../readings/tenantOwnership';

/** A row that all tenants share and that points to a row of one of them. */
export const tenantFkSharedToTenant: Rule = {
  id: 'tenant-fk-shared-to-tenant',
  category: 'tenant-row',
  severity: 'warning',
  summary: "A foreign key from a shared table to tenants' rows",
  speaksOf: declaresConstraint,
  *check(migration) {
    for (const key of declaredForeignKeys(migration)) yield* findingFor(key, migration);
  },
};

function* findingFor(
  { child, parent, foreignKey, declared }: DeclaredForeignKey,
  migration: ReviewedMigration,
): Iterable<Finding> {
  const { tenancy } = migration.policy;
  // That a shared row names a tenant, as who brought it in, tells nothing of that tenant's rows.
  if (!isShared(child, tenancy) || isTenantRoot(parent, tenancy)) return;
  if (ownershipOf(migration.after, parent, tenancy) === undefined) return;
  const [from, to] = [spokenName(nameOf(child)), spokenName(nameOf(parent))];
  yield {
    what: `${spokenList(foreignKey.columns)} lets a row of ${from}, which all tenants share, point to one tenant's row of ${to}.`,
    who: `Every tenant that reads ${from} learns the key of another tenant's row, and that tenant ${
      foreignKey.onDelete === 'cascade'
        ? 'takes the shared row away from all others when it deletes its own'
        : 'cannot delete its own row while a shared one points to it'
    }.`,
    remedy: `Turn it round: keep the reference in a table that has the tenant column, with a key to ${from}.`,
    span: declared.span,
    relations: [nameOf(child), nameOf(parent)],
    fixes: [],
  };
}
