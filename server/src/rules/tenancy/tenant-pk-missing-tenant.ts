import { findTable, spokenList, spokenName, type Index } from '../../catalog';
import type { Span } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredConstraints } from '../readings/declaredConstraints';
import { indexesMadeBy } from '../readings/madeIndexes';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';

/**
 * A key of a table that Citus distributes over the tenants, without the tenant. Each worker checks only its own rows, so
 * Citus refuses what it cannot check (Citus manual, Common Error Messages).
 */
export const tenantPkMissingTenant: Rule = {
  id: 'tenant-pk-missing-tenant',
  category: 'tenant-row',
  severity: 'info',
  summary:
    'A primary or unique key without the tenant column, where the policy says that Citus distributes tables',
  speaksOf: [...declaresConstraint, 'IndexStmt'],
  *check(migration) {
    const { policy, direction } = migration;
    if (policy.tenancy.distributed !== 'citus' || !isRowTenancy(policy) || direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const index of indexesMadeBy(reviewed)) {
        const finding = findingFor(index, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

function findingFor(
  index: Index,
  reviewed: ReviewedStatement,
  { after, policy }: ReviewedMigration,
): Finding | undefined {
  const table = findTable(after, index.table);
  const tenantColumn = tenantColumnOf(table, policy.tenancy);
  if (!index.unique || tenantColumn === undefined || !isTenantTable(table, policy.tenancy)) return undefined;
  if (table?.partitionOf !== undefined || index.keys.some(({ column }) => column === tenantColumn))
    return undefined;
  const name = spokenName(index.table);
  const columns = index.keys.map(({ column }) => column ?? 'an expression');
  return {
    what: `The key on ${spokenList(columns)} of ${name} leaves out ${tenantColumn}, over which Citus distributes the table.`,
    who: `Each worker sees only its own tenants' rows and cannot check such a key: Citus refuses it on a distributed table, and refuses to distribute ${name} while it is there.`,
    remedy: `Put ${tenantColumn} first in the key, or make ${name} a reference table and list it under tenancy.sharedTables.`,
    span: spanOf(index, reviewed),
    relations: [index.table],
  };
}

/** Where the key is declared; a key without a name has one that the server made up. */
function spanOf({ constraint: name, keys }: Index, { statement }: ReviewedStatement): Span {
  const declared = declaredConstraints(statement).filter(({ constraint }) =>
    ['CONSTR_PRIMARY', 'CONSTR_UNIQUE'].includes(constraint.contype ?? ''),
  );
  const found =
    declared.find(({ constraint }) => constraint.conname !== undefined && constraint.conname === name) ??
    declared.find(({ column }) => column !== undefined && column === keys[0]?.column) ??
    (declared.length === 1 ? declared[0] : undefined);
  return found?.span ?? statement.span;
}
