import { findView, resolveRelation, type QualifiedName, type Table, type View } from '../../catalog';
import { nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isGuardedByRowSecurity, passesRowSecurity, protectedTablesBehind } from './rowSecurity';
import { someNode } from './treeSearch';

/** A view that a CREATE VIEW leaves to read tables with row-level security as its owner. */
export interface OwnersView {
  readonly name: QualifiedName;
  readonly view: View;
  /** What it replaces. */
  readonly old: View | undefined;
  /** The tables with row-level security behind it. */
  readonly tables: readonly Table[];
  /** Those of them whose policies the owner of the view passes, and with it every reader. */
  readonly open: readonly Table[];
}

/** Undefined also where the script corrects it later on, for instance by ALTER VIEW. */
export function ownersViewOf(
  { statement, before, after }: ReviewedStatement,
  migration: ReviewedMigration,
): OwnersView | undefined {
  const written = nameOfRangeVar(nodeAs(statement.tree, 'ViewStmt')?.view);
  if (written === undefined || !isGuardedByRowSecurity(migration.policy)) return undefined;
  const name = resolveRelation(after, written);
  const [view, last] = [findView(after, name), findView(migration.after, name)];
  if (view === undefined || last === undefined || isInvokers(view) || isInvokers(last)) return undefined;
  const tables = protectedTablesBehind(last, migration.after);
  const open = tables.filter((table) =>
    passesRowSecurity(last.owner, table, migration.after, migration.policy),
  );
  return { name, view, old: findView(before, name), tables, open };
}

/** Whether it asks the policies for the role that reads it, not for its owner. */
export function isInvokers({ options }: View): boolean {
  const value = options['security_invoker'];
  return value !== undefined && ['', 'true', 'on', 'yes', '1'].includes(value.toLowerCase());
}

/** Whether the query compares with a setting or a role, or calls a function that may: it keeps the tenants apart itself. */
export function looksAtAsker({ query }: View): boolean {
  if (query === undefined) return true;
  return someNode(query, (node) => {
    const call = nodeAs(node, 'FuncCall');
    if (call === undefined) return nodeAs(node, 'SQLValueFunction')?.op?.endsWith('USER') === true;
    const [name, schema] = stringsOf(call.funcname).toReversed();
    return name === 'current_setting' || (schema !== undefined && schema !== 'pg_catalog');
  });
}
