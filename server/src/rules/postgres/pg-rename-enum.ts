import {
  nameOf,
  resolveUserType,
  spokenList,
  spokenName,
  tablesUsingType,
  type UserType,
} from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';

/** RENAME of an enum or another type that running code casts to, and that drivers look up by name. */
export const pgRenameEnum: Rule = {
  id: 'pg-rename-enum',
  category: 'compatibility',
  severity: 'warning',
  summary: 'RENAME of an enum, domain or composite type, which running casts and drivers name',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const rename = nodeAs(statement.tree, 'RenameStmt');
  const isType = rename?.renameType === 'OBJECT_TYPE' || rename?.renameType === 'OBJECT_DOMAIN';
  const written = nameOfParts(rename?.object);
  if (!isType || written === undefined || rename.newname === undefined) return undefined;
  const from = resolveUserType(before, written);
  const type = before.types.get(from);
  // A new type takes over the name: the way to take a value out of an enum.
  const isReplaced = migration.after.types.has(from);
  if (migration.direction === 'down' || isReplaced || isOfThisMigration(type?.origin, migration))
    return undefined;
  if (type !== undefined && migration.before.types.has(nameOf({ schema: type.schema, name: rename.newname })))
    return undefined;
  const tables = tablesUsingType(before, from);
  return {
    what: `The ${kindOf(type)} ${spokenName(from)} is called ${rename.newname} from now on.`,
    who: `Running application code that casts to it (${written.name}) fails (42704)${tables.length === 0 ? '' : ` on ${spokenList(tables.map(spokenName))}`}, and drivers that look the type up by name no longer find it, for all tenants.`,
    remedy:
      'Create a second type, move the columns over in steps, and drop the old one later; or do not rename.',
    span: statement.span,
    relations: tables,
  };
}

function kindOf(type: UserType | undefined): string {
  switch (type?.kind) {
    case 'enum':
    case 'domain':
      return type.kind;
    case 'composite':
    case 'range':
      return `${type.kind} type`;
    case 'base':
    case undefined:
      return 'type';
  }
}
