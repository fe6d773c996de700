import { nodeAs, stringsOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';

/** ALTER EXTENSION … UPDATE, which runs a script of the extension's authors on objects that are in use. */
export const pgExtensionUpgrade: Rule = {
  id: 'pg-extension-upgrade',
  category: 'compatibility',
  severity: 'info',
  summary: 'ALTER EXTENSION … UPDATE, whose script and version depend on the server',
  speaksOf: ['AlterExtensionStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor({ statement }: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const update = nodeAs(statement.tree, 'AlterExtensionStmt');
  if (update?.extname === undefined || migration.direction === 'down') return undefined;
  const version = (update.options ?? [])
    .map((option) => nodeAs(option, 'DefElem'))
    .find((option) => option?.defname === 'new_version');
  const [target] = stringsOf(version?.arg);
  return {
    what: `ALTER EXTENSION ${update.extname} UPDATE ${target === undefined ? 'goes to whatever version the server has installed' : `goes to ${target}`} by scripts that are not in this file: what they lock and change is not known here.`,
    who: `${target === undefined ? 'Tenants on different servers may end up with different versions; functions' : 'Functions'} and operators of the extension may behave differently for all tenants, and there is seldom a way back.`,
    remedy: `${target === undefined ? 'Name the version with TO, read' : 'Read'} the extension’s upgrade notes, and keep this migration for itself.`,
    span: statement.span,
    relations: [],
  };
}
