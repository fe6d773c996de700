import { tenantSchema, type QualifiedName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { changedObjects, isSchemaTenancy, schemaOf, sideOf } from '../readings/tenantSchemas';

/** Two types of one name, the tenant's before the shared one on the search path. */
export const tenantSchemaTypeShadowing: Rule = {
  id: 'tenant-schema-type-shadowing',
  category: 'tenant-schema',
  severity: 'warning',
  summary: "A type or domain in a tenant's schema under the name of a shared one, or the other way round",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { before, after, statement } = reviewed;
  if (!isSchemaTenancy(migration.policy)) return undefined;
  const made = changedObjects(reviewed).find(
    ({ name, change }) => change === 'make' && after.types.has(name) && !before.types.has(name),
  );
  const twin = made && twinOf(made.name, reviewed, migration);
  if (made === undefined || twin === undefined) return undefined;
  const bare = made.name.slice(made.name.indexOf('.') + 1);
  const isTenants = sideOf(made.name, migration.policy) === 'tenant';
  return {
    what: `${twin} is there already: ${bare} means ${isTenants ? 'this new one for everything that the tenant makes from now on' : 'the tenant’s own for every tenant that has it, and this one for the rest'}.`,
    who: 'Shared functions do not take values of the tenant’s type (42883), columns of the two do not compare, and a label added to one is missing in the other.',
    remedy: isTenants
      ? `Use ${twin}, or choose another name.`
      : 'Choose another name, or change the tenants’ columns to the shared type and drop theirs.',
    span: statement.span,
    relations: [],
  };
}

function twinOf(
  name: QualifiedName,
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): QualifiedName | undefined {
  const bare = name.slice(name.indexOf('.') + 1);
  const side = sideOf(name, policy);
  if (side === 'tenant') {
    return policy.tenancy.sharedSchemas
      .map((schema) => `${schema}.${bare}`)
      .find((each) => before.types.has(each));
  }
  if (side !== 'shared') return undefined;
  return (
    [...before.types.keys()].find(
      (each) =>
        each.endsWith(`.${bare}`) &&
        each.length === schemaOf(each).length + 1 + bare.length &&
        sideOf(each, policy) === 'tenant' &&
        schemaOf(each) !== tenantSchema,
    ) ?? (before.types.has(`${tenantSchema}.${bare}`) ? `the tenants’ ${bare}` : undefined)
  );
}
