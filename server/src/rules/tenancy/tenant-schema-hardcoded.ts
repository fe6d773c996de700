import { spokenList, tenantSchema } from '../../catalog';
import { nodeAs, stringsOf, type Span } from '../../sql';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { settingChanges } from '../readings/settingChanges';
import { findingsByStatement } from '../readings/findingsByStatement';
import {
  isPlaceholder,
  isTenantScript,
  qualifiersIn,
  sideOfSchema,
  type Qualifier,
} from '../readings/tenantSchemas';

/** One tenant's schema by name, in a migration that runs for every tenant. */
export const tenantSchemaHardcoded: Rule = {
  id: 'tenant-schema-hardcoded',
  category: 'tenant-schema',
  severity: 'warning',
  summary: "A schema by name for what is each tenant's own, in a migration that runs once for each tenant",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isTenantScript(migration)) return undefined;
  const qualifiers = qualifiersIn(reviewed.statement);
  const ofTenant = qualifiers.filter(({ schema }) => isOneTenants(schema, migration));
  const elsewhere = qualifiers.filter((qualifier) => isOfEachTenant(qualifier, reviewed, migration));
  const [first] = [...ofTenant, ...elsewhere];
  const named = first?.schema ?? schemaNamed(reviewed, migration);
  if (named === undefined) return undefined;
  const { statement } = reviewed;
  return {
    what:
      ofTenant.length > 0 || first === undefined
        ? `${named} is the schema of one tenant, and this file runs once for each of them.`
        : `${spokenList(elsewhere.map(({ name }) => name))} is each tenant’s own, and ${named}.${first.name} is not there.`,
    who:
      ofTenant.length > 0 || first === undefined
        ? `Every run works on ${named}: the second fails, or does to ${named} again what it should do to its own tenant, which is left as it was.`
        : 'The run fails for every tenant (42P01, 42704).',
    remedy: 'Leave the schema out: the search path of each run begins with that tenant’s own.',
    span: first === undefined ? statement.span : spanOf(first),
    relations: [],
    fixes: first === undefined ? [] : [withoutSchema([...ofTenant, ...elsewhere], migration)],
  };
}

function isOneTenants(schema: string, { policy }: ReviewedMigration): boolean {
  return !isPlaceholder(schema) && sideOfSchema(schema, policy) === 'tenant';
}

/** A shared schema is named for a table that it does not have and each tenant has. */
function isOfEachTenant(
  { schema, name }: Qualifier,
  { before, after }: ReviewedStatement,
  { policy }: ReviewedMigration,
): boolean {
  if (sideOfSchema(schema, policy) !== 'shared') return false;
  const has = (qualified: string) => before.relations.has(qualified) || before.types.has(qualified);
  const isMade = after.relations.has(`${schema}.${name}`) || after.types.has(`${schema}.${name}`);
  return has(`${tenantSchema}.${name}`) && !has(`${schema}.${name}`) && !isMade;
}

/** Where the schema itself is what the statement is about. */
function schemaNamed(reviewed: ReviewedStatement, migration: ReviewedMigration): string | undefined {
  const { tree } = reviewed.statement;
  const drop = nodeAs(tree, 'DropStmt');
  const grant = nodeAs(tree, 'GrantStmt');
  const isOfSchemas = grant?.objtype === 'OBJECT_SCHEMA' || grant?.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const names = [
    ...(nodeAs(tree, 'CreateSchemaStmt')?.schemaname ?? '').split(' '),
    ...(drop?.removeType === 'OBJECT_SCHEMA' ? (drop.objects ?? []).flatMap((each) => stringsOf(each)) : []),
    ...(isOfSchemas ? (grant.objects ?? []).flatMap((each) => stringsOf(each)) : []),
    ...settingChanges(reviewed)
      .filter(({ name }) => name === 'search_path')
      .flatMap(({ value }) => value.split(',').map((schema) => schema.trim().replace(/^"(.*)"$/, '$1'))),
  ];
  return names.find((name) => isOneTenants(name, migration));
}

function spanOf({ span }: Qualifier): Span {
  return { start: span.start, end: span.end - 1 };
}

function withoutSchema(qualifiers: readonly Qualifier[], { script }: ReviewedMigration): Fix {
  return {
    title: 'Leave the schema out',
    preferred: false,
    edits: qualifiers.map(({ span }) => ({ path: script.path, span, newText: '' })),
  };
}
