import { spokenName } from '../../catalog';
import { withTenantCondition } from '../fixes/policyExpression';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { isOfTenantsThemselves, usingExpressions, type OpeningExpression } from '../readings/openPolicies';
import { spokenDeeds } from '../readings/policyCoverage';

/** A permissive policy that is always true makes all others beside it pointless. */
export const rlsUsingTrue: Rule = {
  id: 'rls-using-true',
  category: 'rls',
  severity: 'error',
  summary: 'A policy on a tenant table whose USING is always true, which opens the rows of all tenants',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const opening of usingExpressions(migration)) {
      if (opening.reach === 'all rows') yield findingFor(opening, migration);
    }
  },
};

function findingFor(opening: OpeningExpression, migration: ReviewedMigration): Finding {
  const { written, span, commands } = opening;
  const { name, tenancy, reading } = written;
  return {
    what: `The USING of ${reading.policy.name} is always true, so it lets every row of ${spokenName(name)} through; other permissive policies take nothing away from that.`,
    who: `${spokenApplication(migration.policy)} ${spokenDeeds(commands)} the rows of all tenants.`,
    remedy:
      'Compare the row with the tenant who asks. If the table belongs to all tenants, list it under tenancy.sharedTables in the policy.',
    span,
    relations: [name],
    ...(isOfTenantsThemselves(tenancy) ? { severity: 'warning' } : {}),
    fixes: withTenantCondition(written, span, migration),
  };
}
