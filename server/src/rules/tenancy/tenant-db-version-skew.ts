import { oldestMajor } from '../../project';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { newestSyntaxIn } from '../readings/newSyntax';
import { isTenantDatabaseScript } from '../readings/tenantDatabases';

/** What the newest servers of the fleet understand, and the oldest refuses. */
export const tenantDbVersionSkew: Rule = {
  id: 'tenant-db-version-skew',
  category: 'compatibility',
  severity: 'error',
  summary: "A statement that needs a newer server than the oldest of the tenants' databases runs on",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { tree, span } = reviewed.statement;
  if (tree === undefined || !isTenantDatabaseScript(migration)) return undefined;
  const syntax = newestSyntaxIn(tree);
  const oldest = oldestMajor(migration.policy);
  if (syntax === undefined || syntax.since <= oldest) return undefined;
  return {
    what: `${syntax.what} needs PostgreSQL ${syntax.since}, and the oldest server of the fleet is ${oldest}, as the policy says.`,
    who: 'The run fails for every tenant on an older server, while tenants on newer ones are migrated: from then on the fleet has two schemas.',
    remedy: `Upgrade those servers first, or write it in a way that PostgreSQL ${oldest} knows.`,
    span,
    relations: [],
  };
}
