import { resolveUserType, spokenList, spokenName, tablesUsingType } from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';

/** A label is part of the application's code: under the old name it is gone at once. */
export const pgEnumRenameValue: Rule = {
  id: 'pg-enum-rename-value',
  category: 'compatibility',
  severity: 'warning',
  summary: 'ALTER TYPE … RENAME VALUE, after which running application code fails with the old label',
  speaksOf: ['AlterEnumStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const alter = nodeAs(statement.tree, 'AlterEnumStmt');
  const written = nameOfParts(alter?.typeName);
  if (alter?.oldVal === undefined || alter.newVal === undefined || written === undefined) return undefined;
  const type = resolveUserType(before, written);
  // A type that this migration makes is in nobody's code yet.
  if (before.types.has(type) && !migration.before.types.has(type)) return undefined;
  const tables = tablesUsingType(before, type).map(spokenName);
  const users = tables.length === 0 ? '' : ` of ${spokenList(tables)}`;
  return {
    what: `RENAME VALUE takes the label '${alter.oldVal}' away from ${spokenName(type)}: every query that names it fails from then on (SQLSTATE 22P02), and stored rows read '${alter.newVal}'.`,
    who: `No table is locked; what fails is application code that runs during the deploy and works with rows${users}, for all tenants.`,
    remedy: `ADD VALUE '${alter.newVal}' in one migration, let the application accept both and write the new one, move the rows over in batches, and leave the old label unused.`,
    span: statement.span,
    relations: tablesUsingType(before, type),
  };
}
