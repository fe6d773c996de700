import {
  nameOf,
  resolveRelation,
  spokenList,
  spokenName,
  type Catalog,
  type Routine,
  type Table,
} from '../../catalog';
import { nodeAs, rangeVarsIn, stringsOf, tokensOf, type Statement } from '../../sql';
import { asSeenBy, relationsReadBy, tenancyOf, treesOf } from '../../tenancy';
import { insertion } from '../fixes/insertions';
import { withRoutineClauses } from '../fixes/routineClauses';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { applicationRoles, spokenApplication } from '../readings/applicationAccess';
import { asksWhoAsks } from '../readings/asker';
import { routineMadeBy, signatureOf, tablesOpenTo } from '../readings/madeRoutines';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';
import { isKeyword } from '../readings/tokens';
import { someNode } from '../readings/treeSearch';

/** Functions that run with the rights of their owner, whom policies seldom hold back. */
export const rlsSecdefFunction: Rule = {
  id: 'rls-secdef-function',
  category: 'rls',
  severity: 'warning',
  summary:
    'A SECURITY DEFINER function that shows all tenants’ rows, or whose search_path its caller decides',
  speaksOf: ['AlterFunctionStmt', 'CreateFunctionStmt'],
  *check(migration) {
    if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      const made = routineMadeBy(reviewed, migration);
      if (made?.securityDefiner !== true) continue;
      yield* [aboutRows(made, reviewed, migration) ?? [], aboutPath(made, reviewed, migration) ?? []].flat();
    }
  },
};

/** Nothing in it asks whose rows these are: neither who asks, nor what the caller gives it. */
function aboutRows(
  made: Routine,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { after, policy } = migration;
  if (made.returns?.name === 'trigger' || !isCallable(made, migration)) return undefined;
  const trees = treesOf(made);
  if (trees.some((tree) => asksWhoAsks(tree, after) || usesParameter(tree, made))) return undefined;
  const tables = tablesOpenTo(made, after, policy).filter(
    (table) => tenancyOf(after, policy).table(nameOf(table))?.standing.side === 'tenant',
  );
  if (tables.length === 0) return undefined;
  const names = spokenTables(tables);
  return {
    what: `${signatureOf(made)} works on ${names} with the rights of its owner, whom the policies there do not hold back, and asks nothing of who calls it.`,
    who: `${spokenApplication(policy)} may call it, and has the rows of all tenants before it when it does.`,
    remedy:
      'Make it SECURITY INVOKER, compare the tenant column with the tenant’s setting in it, or REVOKE EXECUTE from PUBLIC and grant it to whom it is for.',
    span: statement.span,
    relations: tables.map(nameOf),
  };
}

function isCallable({ grants }: Routine, { after, policy }: ReviewedMigration): boolean {
  const roles = applicationRoles(after, policy);
  return grants.some(({ grantee, privilege }) => privilege === 'EXECUTE' && roles.has(grantee));
}

function usesParameter(tree: ReturnType<typeof treesOf>[number], { parameters, name }: Routine): boolean {
  const names = parameters.flatMap((parameter) => parameter.name ?? []);
  return someNode(tree, (node) => {
    if (nodeAs(node, 'ParamRef') !== undefined) return true;
    const [first, second] = stringsOf(nodeAs(node, 'ColumnRef')?.fields);
    return names.includes((first === name ? second : first) ?? '');
  });
}

/** Names are looked up on the path of whoever calls, or first among that session's temporary tables. */
function aboutPath(
  made: Routine,
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  // A body in standard SQL is bound to what its names meant when it was made.
  if (made.definition?.sql_body !== undefined) return undefined;
  const path = made.settings['search_path'];
  if (path === undefined) {
    const isOfTenants = touchesTenants(made, migration);
    // Only relations are looked up among temporary tables; operators take a schema of the caller's own.
    const isOpen = unqualifiedIn(made, migration.after).length > 0;
    const caller = isOpen
      ? 'A caller with a temporary table of the right name, or with a schema to create things in, decides what the names in it mean'
      : 'The relations in it have their schema, but a caller who may create functions and operators in some schema decides what those in it mean';
    return {
      what: `${signatureOf(made)} runs with the rights of its owner and leaves search_path to whoever calls it.`,
      who: `${caller}${isOfTenants ? ', and so reads and writes the rows of all tenants' : ', with the owner’s rights'}.`,
      remedy:
        'Pin the path with a SET search_path clause: empty where every name in the body has its schema, else with pg_temp last.',
      span: statement.span,
      relations: [],
      severity: isOfTenants && isOpen ? 'warning' : 'info',
      fixes: withRoutineClauses(
        migration,
        statement,
        [`SET search_path = ${pathOf(before)}`],
        `Pin search_path to ${pathOf(before)}`,
      ),
    };
  }
  const shadowed =
    schemasOf(path).includes('pg_temp') || path === '' ? [] : unqualifiedIn(made, migration.after);
  if (shadowed.length === 0) return undefined;
  return {
    what: `${signatureOf(made)} pins search_path to ${path}, before which the server still looks among the caller’s temporary tables.`,
    who: `A caller with a temporary table named ${spokenList(shadowed)} decides what it reads, with the owner’s rights.`,
    remedy: 'Put pg_temp last in the path, or give the names their schema.',
    span: statement.span,
    relations: [],
    severity: 'info',
    fixes: withTemporaryLast(statement, migration),
  };
}

function touchesTenants(routine: Routine, { after, policy }: ReviewedMigration): boolean {
  return relationsReadBy(routine, after).some(
    (name) => tenancyOf(after, policy).table(name)?.standing.side === 'tenant',
  );
}

function pathOf({ searchPath }: Catalog): string {
  return [...searchPath.filter((schema) => schema !== 'pg_temp' && schema !== '$user'), 'pg_temp'].join(', ');
}

function schemasOf(path: string): readonly string[] {
  return path.split(',').map((schema) => schema.trim());
}

/** Relations without a schema, those that WITH makes not among them. */
function unqualifiedIn(routine: Routine, schema: Catalog): readonly string[] {
  const catalog = asSeenBy(routine, schema);
  const names = treesOf(routine)
    .flatMap(rangeVarsIn)
    .filter(({ schemaname }) => schemaname === undefined)
    .map(({ relname }) => relname)
    .filter((name) => catalog.relations.has(resolveRelation(catalog, { schema: undefined, name })));
  return [...new Set(names)];
}

/** The longest list of tables that a message names one by one. */
const mostNamed = 3;

function spokenTables(tables: readonly Table[]): string {
  const named = tables.slice(0, mostNamed).map((table) => spokenName(nameOf(table)));
  return spokenList(tables.length > mostNamed ? [...named, 'others'] : named);
}

function withTemporaryLast(statement: Statement, migration: ReviewedMigration): readonly Fix[] {
  const tokens = tokensOf(statement);
  const name = tokens.findIndex((token) => isKeyword(token, 'SEARCH_PATH'));
  let last = name + 2;
  while (tokens[last + 1]?.text === ',') last += 2;
  const end = tokens[last]?.end;
  if (name < 0 || end === undefined) return [];
  return [
    {
      title: 'Put pg_temp last in the path',
      preferred: false,
      edits: [insertion(migration, end, ', pg_temp')],
    },
  ];
}
