import { spokenList } from '../../catalog';
import { nodeAs, stringsOf, tokensOf, type NodeOf } from '../../sql';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isSchemaTenancy, isTenantScript, sideOfSchema } from '../readings/tenantSchemas';
import { lastKeywordBefore } from '../readings/tokens';

/** Rights in a tenant's schema for everybody: the roles of all other tenants are among them. */
export const tenantSchemaGrantPublicSchema: Rule = {
  id: 'tenant-schema-grant-public-schema',
  category: 'tenant-schema',
  severity: 'warning',
  summary:
    "Rights in a tenant's schema, or on its tables, for PUBLIC, and so for the roles of all other tenants",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement } = reviewed;
  if (!isSchemaTenancy(migration.policy) || migration.direction === 'down') return undefined;
  const grant =
    nodeAs(statement.tree, 'GrantStmt') ?? nodeAs(statement.tree, 'AlterDefaultPrivilegesStmt')?.action;
  if (grant?.is_grant !== true || !isToPublic(grant)) return undefined;
  const where = placesOf(grant, reviewed, migration);
  if (where.length === 0) return undefined;
  return {
    what: `PUBLIC stands for every role, and gets rights ${spokenList(where)}.`,
    who: 'The roles of all other tenants, and every role that is made later, may look into this tenant’s schema; what keeps tenants apart is then only which search path a connection sets.',
    remedy: 'Grant to the role of the tenant, or to that of the application alone.',
    span: statement.span,
    relations: [],
    fixes: toApplication(reviewed, migration),
  };
}

function isToPublic(grant: NodeOf<'GrantStmt'>): boolean {
  return (grant.grantees ?? []).some(
    (grantee) => nodeAs(grantee, 'RoleSpec')?.roletype === 'ROLESPEC_PUBLIC',
  );
}

/** Where in tenants' schemas it gives rights, in words. */
function placesOf(
  grant: NodeOf<'GrantStmt'>,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly string[] {
  const isTenants = (schema: string | undefined) =>
    schema === undefined ? isTenantScript(migration) : sideOfSchema(schema, migration.policy) === 'tenant';
  const defaults = nodeAs(statement.tree, 'AlterDefaultPrivilegesStmt');
  if (defaults !== undefined) {
    const schemas = (defaults.options ?? []).flatMap((option) => {
      const definition = nodeAs(option, 'DefElem');
      return definition?.defname === 'schemas' ? stringsOf(definition.arg) : [];
    });
    return schemas.filter(isTenants).map((schema) => `on all that is made in ${schema}`);
  }
  const objects = grant.objects ?? [];
  if (grant.objtype === 'OBJECT_SCHEMA' || grant.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') {
    return objects
      .flatMap((object) => stringsOf(object))
      .filter(isTenants)
      .map((schema) => `in the schema ${schema}`);
  }
  return objects.flatMap((object) => {
    const table = nodeAs(object, 'RangeVar');
    return table?.relname !== undefined && isTenants(table.schemaname) ? [`on ${table.relname}`] : [];
  });
}

function toApplication({ statement }: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const { appRole } = migration.policy.tenancy;
  const place = lastKeywordBefore(tokensOf(statement), 'PUBLIC', statement.span.end);
  if (appRole === undefined || place === undefined) return [];
  const edits = [
    { path: migration.script.path, span: { start: place.start, end: place.end }, newText: appRole },
  ];
  return [{ title: `Grant to ${appRole} instead`, preferred: false, edits }];
}
