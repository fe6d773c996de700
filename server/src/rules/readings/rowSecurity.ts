import type { Node } from '@pgsql/types';
import {
  findTable,
  findView,
  resolveRelation,
  type Catalog,
  type QualifiedName,
  type Table,
  type View,
} from '../../catalog';
import type { Policy } from '../../project';
import { nodeAs, relationsNamedIn, walk, type Statement, type WrittenName } from '../../sql';
import { isRowTenancy, tenancyOf } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { holdsName } from './mentions';
import { oncePerMigration } from './oncePerMigration';
import { settingCommand } from './settingCommands';
import { couldBeNew } from './newTables';

/** Whether row-level security is what keeps the tenants of this project apart. */
export function isGuardedByRowSecurity(policy: Policy): boolean {
  return isRowTenancy(policy) && policy.tenancy.rls !== 'off';
}

/**
 * The tables among those that a statement names whose rows the runner does not see in it: row-level security is forced, so
 * that it holds for the owner too, every policy ties rows to a tenant, and the script has said nothing of who is asking.
 */
export function blindedTables(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
  tables?: readonly QualifiedName[],
): readonly QualifiedName[] {
  if (!isGuardedByRowSecurity(migration.policy) || migration.policy.runner.bypassesRls) return [];
  if (asksForErrors(reviewed) || hasSaidWhoAsks(reviewed, migration)) return [];
  return (tables ?? tablesNamedIn(reviewed.statement, reviewed.before)).filter(
    (name) => !couldBeNew(name, reviewed, migration) && hidesAllRows(name, reviewed.before, migration.policy),
  );
}

/** Tables by the names in a statement, those that its WITH clauses define not among them. */
export function tablesNamedIn({ tree }: Statement, catalog: Catalog): readonly QualifiedName[] {
  if (tree === undefined) return [];
  const names = namesOfRelations(tree).map((written) => resolveRelation(catalog, written));
  return [...new Set(names)].filter((name) => findTable(catalog, name) !== undefined);
}

/** Many rules ask on what a statement works; a tree never changes. */
const relationNames = new WeakMap<Node, readonly WrittenName[]>();

function namesOfRelations(tree: Node): readonly WrittenName[] {
  const known = relationNames.get(tree);
  if (known !== undefined) return known;
  const commonTables = new Set<string>();
  walk(tree, (node) => {
    const name = nodeAs(node, 'CommonTableExpr')?.ctename;
    if (name !== undefined) commonTables.add(name);
    return undefined;
  });
  const names = relationsNamedIn(tree).filter(
    ({ schema, name }) => schema !== undefined || !commonTables.has(name),
  );
  relationNames.set(tree, names);
  return names;
}

/** The tables with row-level security whose rows a view shows, also through other views. */
export function protectedTablesBehind(view: View, catalog: Catalog): readonly Table[] {
  const seen = new Set<QualifiedName>(view.reads);
  for (const name of seen) for (const next of findView(catalog, name)?.reads ?? []) seen.add(next);
  return protectedTablesAmong([...seen], catalog);
}

/** The tables with row-level security among these relations. */
export function protectedTablesAmong(names: readonly QualifiedName[], catalog: Catalog): readonly Table[] {
  return names.flatMap((name) => {
    const table = findTable(catalog, name);
    return table?.rowSecurity.enabled === true ? [table] : [];
  });
}

/** Whether a role passes the policies of a table that it owns; undefined stands for the role that runs the migrations. */
export function passesRowSecurity(
  role: string | undefined,
  table: Table,
  catalog: Catalog,
  policy: Policy,
): boolean {
  const bypasses =
    role === undefined
      ? policy.runner.bypassesRls
      : catalog.roles.get(role)?.attributes.some((each) => each === 'bypassrls' || each === 'superuser');
  return bypasses === true || (table.owner === role && !table.rowSecurity.forced);
}

/** With `row_security = off` the server refuses a query whose rows a policy would hide. */
function asksForErrors({ settings }: ReviewedStatement): boolean {
  return settings.get('row_security') === 'off' || settings.get('row_security') === 'false';
}

/** Whether the script becomes another role or sets something, so that its statements may see a tenant's rows. */
function hasSaidWhoAsks(reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  if (reviewed.before.session.role !== undefined) return true;
  const said = placeWhereSaidWhoAsks(migration);
  return said >= 0 && said <= migration.statements.indexOf(reviewed);
}

const placeWhereSaidWhoAsks = oncePerMigration(({ statements, policy }) => {
  const names = ['set_config', ...(policy.tenancy.setting === undefined ? [] : [policy.tenancy.setting])];
  return statements.findIndex(
    ({ statement }) =>
      settingCommand(statement)?.name.includes('.') === true ||
      (statement.tree !== undefined && holdsName(statement.tree, names)),
  );
});

/** A policy that lets rows through without a tenant may be there for the runner. */
function hidesAllRows(name: QualifiedName, catalog: Catalog, policy: Policy): boolean {
  const table = findTable(catalog, name);
  if (table?.uncertain !== undefined || table?.rowSecurity.enabled !== true) return false;
  if (!table.rowSecurity.forced) return false;
  const policies = tenancyOf(catalog, policy).table(name)?.policies ?? [];
  return policies
    .filter(({ policy: { permissive } }) => permissive)
    .every(({ using, check }) =>
      [using, check].every(
        (expression) => expression === undefined || (expression.confines && !expression.openWhenUnset),
      ),
    );
}
