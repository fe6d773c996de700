import { findRelation, nameOf, resolveRelation, spokenList, spokenName, type Routine } from '../../catalog';
import { nodeAs, offsetInFile, relationsNamedIn, tokensOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { queriesOfBlock } from '../readings/blockQueries';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isSchemaTenancy, isTenantScript, sideOf, sideOfSchema } from '../readings/tenantSchemas';
import { findKeyword } from '../readings/tokens';

/** A function whose tables are those of whoever calls it, or always those of one tenant. */
export const tenantSchemaFunctionSearchPath: Rule = {
  id: 'tenant-schema-function-search-path',
  category: 'tenant-schema',
  severity: 'info',
  summary:
    "A tenant's function without a search path of its own, or a shared one that is bound to one tenant's schema",
  speaksOf: ['CreateFunctionStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before, after } = reviewed;
  const create = nodeAs(statement.tree, 'CreateFunctionStmt');
  if (create === undefined || !isSchemaTenancy(migration.policy)) return undefined;
  const made = [...after.routines.values()]
    .flat()
    .find((routine) => !before.routines.get(nameOf(routine))?.includes(routine));
  if (made === undefined) return undefined;
  // Names of a standard body are looked up when it is made.
  if (create.sql_body !== undefined) return undefined;
  return isTenantScript(migration)
    ? withoutPath(made, reviewed, migration)
    : boundToTenant(made, reviewed, migration);
}

function withoutPath(
  made: Routine,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  if (made.settings['search_path'] !== undefined || sideOf(nameOf(made), migration.policy) !== 'tenant')
    return undefined;
  const tables = tablesOfTenant(reviewed, migration);
  if (tables.length === 0) return undefined;
  return {
    what: `${spokenName(nameOf(made))} looks for ${spokenList(tables.map(spokenName))} on the search path of whoever calls it, and not in the schema that it is in.`,
    who: `Called with another search path, by a trigger of a job for all tenants, a restore or a pooled connection, it reads and writes ${made.securityDefiner ? 'with its owner’s rights ' : ''}the tables of another tenant.`,
    remedy:
      'Add SET search_path FROM CURRENT: the tenant’s run has the right one when it makes the function.',
    span: reviewed.statement.span,
    relations: tables,
    ...(made.securityDefiner ? { severity: 'warning' as const } : {}),
    fixes: withCurrentPath(reviewed, migration),
  };
}

function boundToTenant(
  made: Routine,
  { statement }: ReviewedStatement,
  { policy }: ReviewedMigration,
): Finding | undefined {
  if (sideOf(nameOf(made), policy) !== 'shared') return undefined;
  const path = (made.settings['search_path'] ?? '').split(',').map((schema) => schema.trim());
  const tenant = path.find((schema) => sideOfSchema(schema, policy) === 'tenant');
  if (tenant === undefined) return undefined;
  return {
    what: `${spokenName(nameOf(made))} is there for all tenants, and its search path begins in ${tenant}.`,
    who: `Whichever tenant calls it, it works on the tables of ${tenant}.`,
    remedy: 'Leave the tenant’s schema out of its search path, or make the function in that schema.',
    span: statement.span,
    relations: [],
    severity: 'warning',
  };
}

function tablesOfTenant(
  { statement, before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): readonly string[] {
  const named = queriesOfBlock(statement).flatMap(({ tree }) =>
    tree === undefined ? [] : relationsNamedIn(tree),
  );
  const relations = named
    .filter(({ schema }) => schema === undefined)
    .map((written) => resolveRelation(before, written))
    .filter((name) => sideOf(name, policy) === 'tenant' && findRelation(before, name) !== undefined);
  return [...new Set(relations)];
}

/** Before the code, where every clause may stand. */
function withCurrentPath({ statement }: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const create = nodeAs(statement.tree, 'CreateFunctionStmt');
  const code = (create?.options ?? [])
    .map((option) => nodeAs(option, 'DefElem'))
    .find((each) => each?.defname === 'as');
  const start = code?.location === undefined ? undefined : offsetInFile(statement, code.location);
  const as =
    start === undefined
      ? undefined
      : findKeyword(
          tokensOf(statement).filter((token) => token.start >= start),
          'AS',
        );
  if (as === undefined) return [];
  return [
    {
      title: 'Bind it to the search path of the run that makes it',
      preferred: false,
      edits: [insertion(migration, as.start, 'SET search_path FROM CURRENT ')],
    },
  ];
}
