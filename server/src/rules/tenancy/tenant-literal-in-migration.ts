import { spokenList } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isTenantOfMigrations, tenantLiteralsIn } from '../readings/tenantLiterals';
import { tenantRootOf } from '../readings/tenantOwnership';

/** One tenant's id in a migration: other databases do not have it, and all tenants but one are left out. */
export const tenantLiteralInMigration: Rule = {
  id: 'tenant-literal-in-migration',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'The id of one tenant in the INSERT, UPDATE or DELETE of a migration',
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (tenantRootOf(reviewed.before, migration.policy.tenancy) === undefined) return undefined;
  const literals = tenantLiteralsIn(reviewed, migration).filter(
    ({ value }) => !isTenantOfMigrations(value, migration),
  );
  const isWritten = literals.some(({ use }) => use === 'written');
  const values = [...new Set(literals.map(({ value }) => value))];
  if (values.length === 0) return undefined;
  const named = `${values.length === 1 ? 'tenant' : 'tenants'} ${spokenList(values)}`;
  return {
    what: isWritten
      ? `This statement writes rows for ${named} and no other.`
      : `This statement changes rows of ${named} and no other.`,
    who: isWritten
      ? 'Every database that does not have that tenant gets rows of nobody, or stops here with a foreign key that does not hold (23503); no other tenant gets any.'
      : 'Every database that does not have that tenant reports success and changes nothing, and so do tests on fixture tenants.',
    remedy:
      'Say which tenants by what they are, from a SELECT over the table of tenants; what is only for one of them belongs into a script that is run for it.',
    span: reviewed.statement.span,
    relations: [],
    ...(isWritten ? {} : { severity: 'info' as const }),
  };
}
