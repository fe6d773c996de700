import { spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { checkExpressions, usingExpressions, type OpeningExpression } from '../readings/openPolicies';
import { spokenDeeds } from '../readings/policyCoverage';

/** A policy that a NULL opens: that of a session without a tenant, or that of a row without one. */
export const rlsPolicyNullOpen: Rule = {
  id: 'rls-policy-null-open',
  category: 'rls',
  severity: 'error',
  summary: 'A policy that is open where the setting is not set, or for rows without a tenant',
  speaksOf: writesPolicy,
  *check(migration) {
    const reported = new Set<unknown>();
    for (const opening of [...usingExpressions(migration), ...checkExpressions(migration)]) {
      const finding = reported.has(opening.written) ? undefined : findingFor(opening, migration);
      if (finding === undefined) continue;
      reported.add(opening.written);
      yield finding;
    }
  },
};

function findingFor(opening: OpeningExpression, migration: ReviewedMigration): Finding | undefined {
  if (opening.expression.openWhenUnset) return openWhenUnset(opening, migration);
  return opening.expression.openForNullTenant ? openForNullTenant(opening, migration) : undefined;
}

function openWhenUnset(
  { written, expression, span, commands }: OpeningExpression,
  { policy }: ReviewedMigration,
): Finding {
  const { name, reading } = written;
  const setting = expression.settings[0]?.name ?? 'the setting';
  return {
    what: `${reading.policy.name} lets every row of ${spokenName(name)} through in a session that has not set ${setting}.`,
    who: `Wherever a request, a job or a pooled connection forgets it, ${spokenApplication(policy)} ${spokenDeeds(commands)} the rows of all tenants, and nothing fails.`,
    remedy: `Let no row through without ${setting}; jobs for all tenants run as a role with BYPASSRLS.`,
    span,
    relations: [name],
  };
}

function openForNullTenant(
  { written, span, commands }: OpeningExpression,
  { policy }: ReviewedMigration,
): Finding | undefined {
  const { name, tenancy, reading } = written;
  const column = tenancy.tenantColumn?.name ?? 'the tenant';
  const checked = reading.check?.openForNullTenant === true;
  return {
    what: `${reading.policy.name} lets rows of ${spokenName(name)} through whose ${column} is NULL, whoever asks.`,
    who: checked
      ? `${spokenApplication(policy)}, on behalf of any tenant, puts rows before all of them, and ${spokenDeeds(commands)} those of others that have no tenant.`
      : `A row that is written without its tenant is seen by all of them.`,
    remedy: checked
      ? 'Keep such rows to a policy FOR SELECT of their own, and let no tenant write them.'
      : `Make ${column} NOT NULL, unless rows for all tenants are meant to be here.`,
    span,
    relations: [name],
    severity: checked ? 'warning' : 'info',
  };
}
