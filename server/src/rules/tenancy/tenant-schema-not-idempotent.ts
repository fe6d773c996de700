import { spokenList } from '../../catalog';
import { insertion } from '../fixes/insertions';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { rerunFailure } from '../readings/rerun';
import { isTenantScript } from '../readings/tenantSchemas';

/** A statement that a second run for the same tenant would stumble over. */
export const tenantSchemaNotIdempotent: Rule = {
  id: 'tenant-schema-not-idempotent',
  category: 'tenant-schema',
  severity: 'off',
  summary:
    "A statement without IF [NOT] EXISTS in a tenant's migration, which fails when it is run for a tenant again",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  // Without a transaction a tenant can stop half way, and pg-non-idempotent-when-no-tx says so.
  if (!isTenantScript(migration) || migration.transaction === 'none') return undefined;
  const clauses = rerunFailure(reviewed.statement)?.clauses;
  if (clauses === undefined) return undefined;
  const words = spokenList([...new Set(clauses.map(({ clause }) => clause))]);
  return {
    what: `${reviewed.behaviour.kind} fails where its work is done already.`,
    who: 'A tenant that was migrated by hand, restored or provisioned from a newer template cannot be migrated any further.',
    remedy: `Say ${words}.`,
    span: reviewed.statement.span,
    relations: [],
    fixes: [
      {
        title: `Add ${words}`,
        preferred: true,
        edits: clauses.map(({ clause, offset }) => insertion(migration, offset, ` ${clause}`)),
      },
    ],
  };
}
