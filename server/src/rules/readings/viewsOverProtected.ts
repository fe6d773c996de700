import {
  findView,
  resolveRelation,
  type Catalog,
  type QualifiedName,
  type Table,
  type View,
} from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { asksWhoAsks } from './asker';
import { isGuardedByRowSecurity, passesRowSecurity, protectedTablesBehind } from './rowSecurity';

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

/** Whether the query asks who reads: it keeps the tenants apart itself. */
export function looksAtAsker({ query }: View, catalog: Catalog): boolean {
  return query === undefined || asksWhoAsks(query, catalog);
}
