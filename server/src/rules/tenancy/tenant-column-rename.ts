import { nameOf, spokenList, spokenName } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { renamedTenantColumn } from '../readings/tenantColumns';

/** RENAME COLUMN of the tenant column: policies and keys follow it, function bodies and running code do not. */
export const tenantColumnRename: Rule = {
  id: 'tenant-column-rename',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'RENAME COLUMN of the tenant column, which every query of running code names',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const renamed = renamedTenantColumn(reviewed, migration);
  if (renamed === undefined) return undefined;
  const { table, from, to } = renamed;
  const name = spokenName(nameOf(table));
  const routines = tenancyOf(reviewed.before, migration.policy).routinesOver(nameOf(table));
  const isKnown = migration.policy.tenancy.tenantColumns.includes(to);
  const named =
    routines.length === 0
      ? ''
      : `, and so does ${spokenList(routines.map(spokenName))}, whose body does not follow the rename`;
  return {
    what: `${from} of ${name}, which says whose a row is, is called ${to} from now on.`,
    who: `Policies, keys and views follow; every statement of running application code that names the tenant fails (42703)${named}, for all tenants.`,
    remedy: `Add ${to} beside it, keep both in step with a trigger, move policies and code over, and drop ${from} in a later release${isKnown ? '' : `; name ${to} under tenancy.tenantColumn in the policy as well, or the table counts as one without a tenant`}.`,
    span: reviewed.statement.span,
    relations: [nameOf(table)],
  };
}
