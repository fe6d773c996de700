import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { isOfThisMigration } from '../readings/madeHere';
import { renamedTenantSchema } from '../readings/renamedTenants';

/** RENAME of a schema, and with it of everything in it. */
export const pgRenameSchema: Rule = {
  id: 'pg-rename-schema',
  category: 'compatibility',
  severity: 'warning',
  summary: 'RENAME of a schema, which renames everything in it under running code',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const rename = nodeAs(statement.tree, 'RenameStmt');
  const [from, to] = [rename?.subname, rename?.newname];
  if (rename?.renameType !== 'OBJECT_SCHEMA' || from === undefined || to === undefined) return undefined;
  // Of a tenant’s schema tenant-schema-rename knows more.
  if (renamedTenantSchema(statement, migration.policy) !== undefined) return undefined;
  const isReplaced = migration.after.schemas.has(from) || migration.before.schemas.has(to);
  if (migration.direction === 'down' || isReplaced) return undefined;
  const schema = before.schemas.get(from);
  if (isOfThisMigration(schema?.origin, migration)) return undefined;
  const relations = [...before.relations.values()]
    .filter((relation) => relation.schema === from)
    .map(({ name }) => `${from}.${name}`);
  if (schema !== undefined && relations.length === 0) return undefined;
  return {
    what: `The schema ${from} is called ${to} from now on${relations.length === 0 ? '' : `, and with it ${spokenRelations(relations)}`}.`,
    who: 'Running application code that names the schema fails (3F000, 42P01), and so does a search_path that looks there, for every tenant whose rows are in it.',
    remedy:
      'Create the new schema beside it, move the tables one by one with a view under each old name, and drop the old schema in a later release.',
    span: statement.span,
    relations,
  };
}

const mostNamed = 5;

function spokenRelations(relations: readonly string[]): string {
  const named = relations.slice(0, mostNamed).map(spokenName);
  const others = relations.length - named.length;
  return spokenList(others === 0 ? named : [...named, `${others} more`]);
}
