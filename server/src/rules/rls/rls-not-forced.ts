import { nameOf, quotedName, spokenName, type QualifiedName } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import { insertionAfter } from '../fixes/insertions';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { ownershipGainedBy } from '../readings/applicationAccess';
import { flagChanges, type FlagChange } from '../readings/rowSecurityFlags';

/** The owner of a table, and every member of it, passes policies that are not forced. */
export const rlsNotForced: Rule = {
  id: 'rls-not-forced',
  category: 'rls',
  severity: 'error',
  summary: 'ENABLE without FORCE ROW LEVEL SECURITY on a table that the application’s role owns',
  speaksOf: ['AT_EnableRowSecurity'],
  *check(migration) {
    for (const change of flagChanges(migration, 'AT_EnableRowSecurity')) {
      if (isHazard(change, migration)) yield findingFor(change, migration);
    }
  },
};

function isHazard({ name, last: { rowSecurity } }: FlagChange, migration: ReviewedMigration): boolean {
  const tenancy = tenancyOf(migration.after, migration.policy).table(name);
  return (
    rowSecurity.enabled &&
    !rowSecurity.forced &&
    tenancy?.standing.side === 'tenant' &&
    tenancy.appAccess?.owns === true &&
    !isGainedHere(name, migration)
  );
}

/** Of a change of owners or members, rls-owner-to-app-role and rls-grant-bypassrls speak. */
function isGainedHere(name: QualifiedName, migration: ReviewedMigration): boolean {
  return migration.statements.some((reviewed) =>
    ownershipGainedBy(reviewed, migration).some((table) => nameOf(table) === name),
  );
}

function findingFor({ name, span, last, reviewed }: FlagChange, migration: ReviewedMigration): Finding {
  const { appRole = 'the application’s role' } = migration.policy.tenancy;
  const isMember = last.owner !== appRole;
  return {
    what: `Row-level security on ${spokenName(name)} does not hold for its owner, and ${appRole} ${isMember ? `is a member of ${last.owner ?? 'it'}, which` : 'is who'} owns it.`,
    who: `${appRole} reads and changes the rows of all tenants, as if there were no policy.`,
    remedy: 'FORCE ROW LEVEL SECURITY, or let another role own the table.',
    span,
    relations: [name],
    fixes: [
      {
        title: `Force row-level security on ${spokenName(name)}`,
        preferred: false,
        edits: [
          insertionAfter(
            migration,
            reviewed.statement,
            `ALTER TABLE ${quotedName(name)} FORCE ROW LEVEL SECURITY;`,
          ),
        ],
      },
    ],
  };
}
