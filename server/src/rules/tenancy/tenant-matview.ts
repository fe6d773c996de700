import { nameOf, spokenList, spokenName, viewsOf, type Catalog, type View } from '../../catalog';
import { nodeAs } from '../../sql';
import { tenancyOf } from '../../tenancy';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { applicationRoles, spokenApplication } from '../readings/applicationAccess';
import { isGuardedByRowSecurity, passesRowSecurity, protectedTablesBehind } from '../readings/rowSecurity';

/** A materialized view holds rows as its owner saw them, and can have no policies of its own. */
export const tenantMatview: Rule = {
  id: 'tenant-matview',
  category: 'rls',
  severity: 'error',
  summary: 'A materialized view with the rows of all tenants that the application may read',
  speaksOf: ['CreateTableAsStmt', 'GrantStmt'],
  *check(migration) {
    if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      if (!mayOpen(reviewed)) continue;
      for (const view of opened(reviewed, migration)) {
        const finding = findingFor(view, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

function mayOpen({ statement: { tree } }: ReviewedStatement): boolean {
  return (
    nodeAs(tree, 'GrantStmt')?.is_grant === true ||
    nodeAs(tree, 'CreateTableAsStmt')?.objtype === 'OBJECT_MATVIEW'
  );
}

/** Materialized views that the statement lets the application read, and that it may still read in the end. */
function opened({ before, after }: ReviewedStatement, migration: ReviewedMigration): readonly View[] {
  const isReadableIn = (catalog: Catalog, view: View) => {
    const roles = applicationRoles(catalog, migration.policy);
    const grants = catalog.relations.get(nameOf(view))?.grants ?? [];
    return grants.some(({ grantee, privilege }) => privilege === 'SELECT' && roles.has(grantee));
  };
  return viewsOf(migration.after).filter(
    (view) =>
      view.kind === 'materialized view' &&
      isReadableIn(migration.after, view) &&
      isReadableIn(after, view) &&
      !isReadableIn(before, view) &&
      !isReadableIn(migration.before, view),
  );
}

function findingFor(
  view: View,
  { statement }: ReviewedStatement,
  { after, policy }: ReviewedMigration,
): Finding | undefined {
  // An owner whom forced policies hold back fills it with nothing, of which another rule speaks.
  const tables = protectedTablesBehind(view, after).filter(
    (table) =>
      tenancyOf(after, policy).table(nameOf(table))?.standing.side === 'tenant' &&
      passesRowSecurity(view.owner, table, after, policy),
  );
  if (tables.length === 0) return undefined;
  const name = spokenName(nameOf(view));
  return {
    what: `${name} keeps what its owner sees of ${spokenList(tables.map((table) => spokenName(nameOf(table))))}, and a materialized view can have no policies.`,
    who: `${spokenApplication(policy)} reads what it holds of all tenants.`,
    remedy: `Keep ${name} from the application, and let it read a view WITH (security_barrier) over it that compares the tenant column with the tenant's setting.`,
    span: statement.span,
    relations: [nameOf(view), ...tables.map(nameOf)],
  };
}
