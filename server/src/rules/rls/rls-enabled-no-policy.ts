import { spokenName } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { lockedOutTables, spokenLockOut, type LockedOut } from '../readings/lockedOut';

/** Row-level security without any policy denies all rows to all roles but the owner. */
export const rlsEnabledNoPolicy: Rule = {
  id: 'rls-enabled-no-policy',
  category: 'rls',
  severity: 'warning',
  summary:
    'ENABLE ROW LEVEL SECURITY on a table without a policy for the application, which denies it all rows',
  speaksOf: ['AT_EnableRowSecurity'],
  *check(migration) {
    for (const lockedOut of lockedOutTables(migration)) {
      const finding = lockedOut.until === undefined ? findingFor(lockedOut, migration) : undefined;
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(lockedOut: LockedOut, migration: ReviewedMigration): Finding | undefined {
  const { name, span, old, last } = lockedOut;
  const isOfTenants = tenancyOf(migration.after, migration.policy).table(name)?.standing.side === 'tenant';
  // Policies that are all restrictive have a rule of their own.
  if ((old === undefined && !isOfTenants) || last.policies.some(({ permissive }) => !permissive))
    return undefined;
  const others = last.policies.length > 0 ? 'no policy for the application’s role' : 'no policy';
  return {
    what: `Row-level security on ${spokenName(name)} is enabled, and the migration ends with ${others} on it.`,
    who: `${spokenLockOut(name, migration)}; nothing fails when it reads.`,
    remedy:
      'Create a policy for the role before enabling it, unless only roles that bypass policies use the table.',
    span,
    relations: [name],
    // Tables for back-end roles alone are locked this way on purpose, the more so where those have policies.
    ...(old !== undefined && isOfTenants && last.policies.length === 0 ? {} : { severity: 'info' }),
  };
}
