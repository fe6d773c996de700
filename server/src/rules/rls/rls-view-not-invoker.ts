import { nameOf, spokenList, spokenName } from '../../catalog';
import { withSecurityInvoker } from '../fixes/securityInvoker';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { looksAtAsker, ownersViewOf } from '../readings/viewsOverProtected';

/** The first version that knows `security_invoker`. */
const securityInvokerSince = 15;

/** A new view whose owner passes the policies of the tables that it reads. */
export const rlsViewNotInvoker: Rule = {
  id: 'rls-view-not-invoker',
  category: 'rls',
  severity: 'warning',
  summary: 'A new view without security_invoker whose owner passes the policies of its tables',
  speaksOf: ['ViewStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (Number.parseInt(migration.policy.version, 10) < securityInvokerSince) return undefined;
  const found = ownersViewOf(reviewed, migration);
  // A view that was there before is not this migration's doing, and what it lost has a rule of its own.
  if (found === undefined || found.old !== undefined || found.open.length === 0) return undefined;
  const { name, view, open } = found;
  if (looksAtAsker(view, migration.after)) return undefined;
  const tables = spokenList(open.map((table) => spokenName(nameOf(table))));
  const { appRole } = migration.policy.tenancy;
  const grants = migration.after.relations.get(name)?.grants ?? [];
  const isReadable = grants.some(({ grantee }) => grantee === appRole || grantee === 'public');
  return {
    what: `${spokenName(name)} reads ${tables} as the view's owner, whom the policies there do not hold back.`,
    who: `Whoever may read the view${isReadable && appRole !== undefined ? `, ${appRole} among them,` : ''} reads the rows of all tenants.`,
    remedy: 'Create it WITH (security_invoker = true), so that the policies hold for the role that reads it.',
    span: reviewed.statement.span,
    relations: [name],
    severity: isReadable ? 'error' : 'warning',
    fixes: withSecurityInvoker(reviewed.statement, migration),
  };
}
