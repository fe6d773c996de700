import { spokenList, tenantSchema } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { holdsName } from '../readings/mentions';
import { rerunFailure } from '../readings/rerun';
import { changedObjects, isTenantScript, sideOf, type ChangedObject } from '../readings/tenantSchemas';

/** What all tenants share, changed by a migration that runs once for each of them. */
export const tenantSchemaMixedFile: Rule = {
  id: 'tenant-schema-mixed-file',
  category: 'tenant-schema',
  severity: 'warning',
  summary: 'A change of what all tenants share, in a migration that runs once for each tenant',
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  if (!isTenantScript(migration) || statement.tree === undefined) return undefined;
  const shared = changedObjects(reviewed).filter(
    ({ name, isQualified }) => isQualified && sideOf(name, migration.policy) === 'shared',
  );
  const [first] = shared;
  // A hard-coded name of what each tenant has is another mistake.
  if (first === undefined || isEachTenants(first, reviewed)) return undefined;
  const isRows = first.change === 'rows';
  // Rows that tell of the tenant at hand are meant to be one for each.
  if (isRows && holdsName(statement.tree, ['current_schema', 'current_setting', 'search_path']))
    return undefined;
  const names = shared.map(({ name }) => name);
  const fails = !isRows && rerunFailure(statement) !== undefined;
  return {
    what: `${spokenList(names)} is shared by all tenants, and this file runs once for each of them: ${behaviour.kind} is done as many times.`,
    who: fails
      ? 'The run for the first tenant goes through, and the run for every other fails, as the work is done already.'
      : isRows
        ? 'Each run writes the rows again, and all tenants read the result.'
        : 'Each run locks or replaces again what every other tenant uses meanwhile.',
    remedy: 'Move it to a migration that runs once for all tenants, in a folder with `scope: shared`.',
    span: statement.span,
    relations: names,
    ...(fails ? { severity: 'error' as const } : {}),
  };
}

function isEachTenants({ name, change }: ChangedObject, { before }: ReviewedStatement): boolean {
  const own = `${tenantSchema}.${name.slice(name.indexOf('.') + 1)}`;
  return change !== 'make' && !before.relations.has(name) && before.relations.has(own);
}
