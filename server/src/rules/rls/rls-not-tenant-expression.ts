import { spokenName } from '../../catalog';
import { withTenantCondition } from '../fixes/policyExpression';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { confiningBeside, usingExpressions, type OpeningExpression } from '../readings/openPolicies';
import { spokenDeeds } from '../readings/policyCoverage';

/** A policy that asks something, but not whose row it is. */
export const rlsNotTenantExpression: Rule = {
  id: 'rls-not-tenant-expression',
  category: 'rls',
  severity: 'warning',
  summary: 'A policy on a tenant table that asks nothing about the tenant of the row',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const opening of usingExpressions(migration)) {
      if (isHazard(opening, migration)) yield findingFor(opening, migration);
    }
  },
};

/** Beside a policy that ties rows to their tenant, rls-permissive-plus-permissive speaks. */
function isHazard(opening: OpeningExpression, migration: ReviewedMigration): boolean {
  switch (opening.reach) {
    case 'all rows once signed in':
      return true;
    case 'some rows of all tenants':
      return confiningBeside(opening, migration).length === 0;
    case 'all rows':
    case undefined:
      return false;
  }
}

function findingFor(opening: OpeningExpression, migration: ReviewedMigration): Finding {
  const { written, span, commands, reach } = opening;
  const { name, reading } = written;
  const isOfAll = reach === 'all rows once signed in';
  const onlyReads = commands.every((command) => command === 'select');
  return {
    what: isOfAll
      ? `The USING of ${reading.policy.name} only asks whether anybody has signed in, not whose row of ${spokenName(name)} it is.`
      : `The USING of ${reading.policy.name} looks at nothing but the row of ${spokenName(name)}, and not at whose it is.`,
    who: `${spokenApplication(migration.policy)}, on behalf of any tenant, ${spokenDeeds(commands)} ${isOfAll ? 'the' : 'such'} rows of all of them.`,
    remedy: 'Compare the row with the tenant who asks, or look up who belongs to it.',
    span,
    relations: [name],
    // Rows that are published for all to read are a feature as often as a mistake.
    ...(!isOfAll && onlyReads ? { severity: 'info' } : {}),
    fixes: isOfAll ? withTenantCondition(written, span, migration) : [],
  };
}
