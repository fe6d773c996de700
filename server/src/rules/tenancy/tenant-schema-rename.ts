import { isLeftOut, quoted } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';
import { renamedTenantSchema } from '../readings/renamedTenants';

/** A tenant's schema under another name: a search path that names the old one goes on without it. */
export const tenantSchemaRename: Rule = {
  id: 'tenant-schema-rename',
  category: 'tenant-schema',
  severity: 'warning',
  summary:
    "RENAME of a tenant's schema, after which connections of that tenant fall through to the shared ones",
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const schema = renamedTenantSchema(statement, migration.policy);
  const renamed = nodeAs(statement.tree, 'RenameStmt')?.newname;
  if (schema === undefined || renamed === undefined || migration.direction === 'down') return undefined;
  if (isOfThisMigration(before.schemas.get(schema)?.origin, migration)) return undefined;
  const shared = migration.policy.tenancy.sharedSchemas;
  return {
    what: `${isLeftOut(schema) ? 'The tenant’s schema' : quoted(schema)} is called ${quoted(renamed)} from now on. The server locks no table for it and refuses no search path that names the old one.`,
    who: `Connections of that tenant pass over the schema that is gone and go on with ${shared.join(', ')}: their queries fail (42P01), or read and write shared tables of the same name.`,
    remedy:
      'Stop the tenant’s traffic, rename, change the tenant’s entry in the registry and recycle the pool; or keep the schema’s name apart from the tenant’s.',
    span: statement.span,
    relations: [],
  };
}
