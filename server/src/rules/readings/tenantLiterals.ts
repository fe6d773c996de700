import type { Node } from '@pgsql/types';
import { findTable, resolveRelation, tablesOf } from '../../catalog';
import { constantOf, nameOfRangeVar, nodeAs, stringsOf, walk, type NodeOf } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isRowTenancy, isTenantTable, tenantColumnOf, tenantRootOf } from './tenantOwnership';

/** A tenant's id that DML names as a constant. */
export interface TenantLiteral {
  readonly value: string;
  /** Whether rows are written for that tenant, or only its own are looked for. */
  readonly use: 'written' | 'compared';
}

/** The tenants that a statement names, where it is DML on a table that belongs to tenants. */
export function tenantLiteralsIn(
  { statement, before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): readonly TenantLiteral[] {
  if (!isRowTenancy(policy) || statement.tree === undefined) return [];
  const insert = nodeAs(statement.tree, 'InsertStmt');
  const update = nodeAs(statement.tree, 'UpdateStmt');
  const written = nameOfRangeVar((insert ?? update ?? nodeAs(statement.tree, 'DeleteStmt'))?.relation);
  const table = written === undefined ? undefined : findTable(before, resolveRelation(before, written));
  const column = tenantColumnOf(table, policy.tenancy);
  if (table === undefined || column === undefined || !isTenantTable(table, policy.tenancy)) return [];
  const values = [
    ...(insert === undefined ? [] : insertedAs(column, insert)),
    ...(update === undefined ? [] : assignedTo(column, update.targetList)),
  ];
  return [
    ...values.flatMap((node) => literal(node, 'written')),
    ...comparedWith(policy.tenancy.tenantColumns, statement.tree).flatMap((node) =>
      literal(node, 'compared'),
    ),
  ];
}

/** Whether the migrations themselves make that tenant, so that each database has it. */
export function isTenantOfMigrations(value: string, reviewed: ReviewedMigration): boolean {
  const { before, migration, policy, project, script } = reviewed;
  const root = tenantRootOf(before, policy.tenancy);
  if (root === undefined) return tablesOf(before).length === 0;
  const place = project.migrations.findIndex(({ up }) => up.path === migration.up.path);
  const earlier = place < 0 ? project.migrations : project.migrations.slice(0, place);
  const makesIt = (node: Node) =>
    nodeAs(node, 'InsertStmt')?.relation?.relname === root.name && constantsIn(node).includes(value);
  return [...earlier.map(({ up }) => up), script].some(
    ({ sql }) =>
      sql.includes(value) &&
      reviewed.parse(sql).statements.some(({ tree }) => tree !== undefined && makesIt(tree)),
  );
}

function literal(node: Node, use: TenantLiteral['use']): readonly TenantLiteral[] {
  const bare = nodeAs(node, 'TypeCast')?.arg ?? node;
  if (nodeAs(bare, 'A_Const') === undefined) return [];
  const value = constantOf(bare);
  return typeof value === 'string' || typeof value === 'number' ? [{ value: String(value), use }] : [];
}

function insertedAs(column: string, { cols, selectStmt }: NodeOf<'InsertStmt'>): readonly Node[] {
  const place = (cols ?? []).findIndex((node) => nodeAs(node, 'ResTarget')?.name === column);
  const select = nodeAs(selectStmt, 'SelectStmt');
  if (place < 0 || select === undefined) return [];
  const rows = (select.valuesLists ?? []).map((row) => nodeAs(row, 'List')?.items?.[place]);
  const selected = nodeAs(select.targetList?.[place], 'ResTarget')?.val;
  return [...rows, selected].flatMap((node) => node ?? []);
}

function assignedTo(column: string, targets: readonly Node[] | undefined): readonly Node[] {
  return (targets ?? []).flatMap((node) => {
    const target = nodeAs(node, 'ResTarget');
    return target?.name === column && target.val !== undefined ? [target.val] : [];
  });
}

function comparedWith(tenantColumns: readonly string[], tree: Node): readonly Node[] {
  const compared: Node[] = [];
  const isTenant = (node: Node | undefined) =>
    tenantColumns.includes(stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1) ?? '');
  walk(tree, (node) => {
    const { kind, name, lexpr, rexpr } = nodeAs(node, 'A_Expr') ?? {};
    if (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN') return undefined;
    if (stringsOf(name).at(-1) !== '=' || lexpr === undefined || rexpr === undefined) return undefined;
    if (isTenant(lexpr)) compared.push(...(nodeAs(rexpr, 'List')?.items ?? [rexpr]));
    if (isTenant(rexpr)) compared.push(lexpr);
    return undefined;
  });
  return compared;
}

function constantsIn(tree: Node): readonly string[] {
  const values: string[] = [];
  walk(tree, (node) => {
    const value = nodeAs(node, 'A_Const') === undefined ? undefined : constantOf(node);
    if (typeof value === 'string' || typeof value === 'number') values.push(String(value));
    return undefined;
  });
  return values;
}
