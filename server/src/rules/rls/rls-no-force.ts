import { findView, spokenList, spokenName, type QualifiedName } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { passesRowSecurity } from '../readings/rowSecurity';
import { flagChanges, type FlagChange } from '../readings/rowSecurityFlags';
import { isSeenBetween } from '../readings/seenBetween';
import { statementsAfter } from '../readings/statementOrder';
import { isInvokers, looksAtAsker } from '../readings/viewsOverProtected';

/** Without FORCE the owner passes the policies, and so does all that acts as the owner, such as its views. */
export const rlsNoForce: Rule = {
  id: 'rls-no-force',
  category: 'rls',
  severity: 'warning',
  summary: 'NO FORCE ROW LEVEL SECURITY that other sessions get to see',
  speaksOf: ['AT_NoForceRowSecurity'],
  *check(migration) {
    for (const change of flagChanges(migration, 'AT_NoForceRowSecurity')) {
      const isOpened = change.old?.rowSecurity.forced === true && change.old.rowSecurity.enabled;
      // Of a table without row-level security, rls-disable speaks.
      if (!isOpened || !change.last.rowSecurity.enabled) continue;
      const forcing = statementsAfter(change.reviewed, migration).find((later) =>
        isForced(change.name, later),
      );
      if (forcing === undefined || isSeenBetween(change.reviewed, forcing, migration)) {
        yield findingFor(change, forcing, migration);
      }
    }
  },
};

function isForced(name: QualifiedName, { after }: ReviewedStatement): boolean {
  const table = after.relations.get(name);
  return table !== undefined && 'rowSecurity' in table && table.rowSecurity.forced;
}

function findingFor(
  { name, span, last }: FlagChange,
  forcing: ReviewedStatement | undefined,
  migration: ReviewedMigration,
): Finding {
  const { appRole } = migration.policy.tenancy;
  const owns = tenancyOf(migration.after, migration.policy).table(name)?.appAccess?.owns === true;
  const views = opened(name, last.owner, migration);
  const table = spokenName(name);
  const readers = [
    ...(owns && appRole !== undefined ? [`${appRole}, which owns it`] : []),
    ...(views.length > 0 ? [`whoever may read ${spokenList(views.map(spokenName))}`] : []),
  ];
  return {
    what: `The policies of ${table} do not hold for its owner any more${forcing === undefined ? '' : ' until a later statement, and no transaction hides that from others'}.`,
    who:
      readers.length > 0
        ? `${capital(readers.join(', and '))}, sees the rows of all tenants.`
        : `Its owner, and views and functions that act as the owner, see the rows of all tenants.`,
    remedy:
      'Run what needs all rows as a role with BYPASSRLS, or take FORCE off and put it on again in one transaction.',
    span,
    relations: [name],
    ...severityOf(readers.length > 0, appRole),
  };
}

/** Where nobody has said who the application is, it may be the owner. */
function severityOf(isOpened: boolean, appRole: string | undefined): Pick<Finding, 'severity'> {
  if (isOpened) return { severity: 'error' };
  return appRole === undefined ? {} : { severity: 'info' };
}

/** Views that the policies held back so far: their owner is the table's, or the role that runs the migrations. */
function opened(
  name: QualifiedName,
  owner: string | undefined,
  { after, policy }: ReviewedMigration,
): readonly QualifiedName[] {
  const table = tenancyOf(after, policy).table(name)?.table;
  if (table === undefined) return [];
  return tenancyOf(after, policy)
    .viewsOver(name)
    .filter((each) => {
      const view = findView(after, each);
      return (
        view?.kind === 'view' &&
        view.owner === owner &&
        !isInvokers(view) &&
        !looksAtAsker(view, after) &&
        passesRowSecurity(view.owner, table, after, policy)
      );
    });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
