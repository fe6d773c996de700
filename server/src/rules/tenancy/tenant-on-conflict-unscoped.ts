import type { InsertStmt } from '@pgsql/types';
import {
  findConstraint,
  findTable,
  nameOf,
  quoted,
  quotedList,
  spokenList,
  spokenName,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, stringsOf, tokensOf, type NodeOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';
import { findKeyword } from '../readings/tokens';
import { someNode } from '../readings/treeSearch';
import { hasUniqueKey } from '../readings/uniqueKeys';

/** An upsert that finds its row by a key that all tenants share: the row that it finds may be another tenant's. */
export const tenantOnConflictUnscoped: Rule = {
  id: 'tenant-on-conflict-unscoped',
  category: 'tenant-row',
  severity: 'warning',
  summary:
    'INSERT … ON CONFLICT on a key without the tenant column, which may meet the row of another tenant',
  speaksOf: ['InsertStmt'],
  *check(migration) {
    if (isRowTenancy(migration.policy)) yield* findingsByStatement(migration, findingFor);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const insert = nodeAs(reviewed.statement.tree, 'InsertStmt');
  const clause = insert?.onConflictClause;
  const written = nameOfRangeVar(insert?.relation);
  if (insert === undefined || clause === undefined || written === undefined) return undefined;
  const table = findTable(reviewed.before, written);
  const column = tenantColumnOf(table, migration.policy.tenancy);
  if (table === undefined || column === undefined || !isTenantTable(table, migration.policy.tenancy))
    return undefined;
  const target = targetColumns(clause, table);
  if (target === undefined || target.includes(column) || comparesTenant(clause, column)) return undefined;
  // Keys that the server makes up never meet.
  if (target.every((name) => !isWritten(insert, name))) return undefined;
  const isUpdate = clause.action === 'ONCONFLICT_UPDATE';
  const name = spokenName(nameOf(table));
  return {
    what: isUpdate
      ? `Where a row of ${name} has the same ${spokenList(target)}, INSERT changes it, whichever tenant it belongs to.`
      : `Where a row of ${name} of any tenant has the same ${spokenList(target)}, INSERT leaves its own out.`,
    who: isUpdate
      ? "One tenant's values are written over another tenant's, without an error."
      : 'The tenant for which the row was meant does not get it, without an error.',
    remedy: `Look for the row within the tenant: ON CONFLICT (${quotedList([column, ...target])}), over a unique key on these columns.`,
    span: reviewed.statement.span,
    relations: [nameOf(table)],
    fixes: tenantInTarget(clause, table, column, target, reviewed, migration),
  };
}

/** Undefined where the target is an expression, or none: DO NOTHING may do without. */
function targetColumns(clause: NodeOf<'OnConflictClause'>, table: Table): readonly string[] | undefined {
  const { conname, indexElems } = clause.infer ?? {};
  if (conname !== undefined) return findConstraint(table, conname)?.columns;
  const columns = (indexElems ?? []).map((element) => nodeAs(element, 'IndexElem')?.name);
  const named = columns.filter((column) => column !== undefined);
  return named.length === 0 || named.length < columns.length ? undefined : named;
}

/** Whether DO UPDATE has a condition on the tenant: it then leaves rows of others alone. */
function comparesTenant({ whereClause }: NodeOf<'OnConflictClause'>, column: string): boolean {
  return (
    whereClause !== undefined &&
    someNode(whereClause, (node) => stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1) === column)
  );
}

/** A column list that leaves it out leaves it to its default. */
function isWritten({ cols }: InsertStmt, column: string): boolean {
  return cols === undefined || cols.some((node) => nodeAs(node, 'ResTarget')?.name === column);
}

/** Only where the key is there: without it the server refuses the target. */
function tenantInTarget(
  clause: NodeOf<'OnConflictClause'>,
  table: Table,
  column: string,
  target: readonly string[],
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (clause.infer?.indexElems === undefined || !hasUniqueKey(before, table, [column, ...target])) return [];
  const tokens = tokensOf(statement);
  const conflict = findKeyword(tokens, 'CONFLICT');
  const open = tokens.find((token) => token.text === '(' && token.start >= (conflict?.end ?? 0));
  if (conflict === undefined || open === undefined) return [];
  const edits = [insertion(migration, open.end, `${quoted(column)}, `)];
  return [{ title: `Look for the row within ${column}`, preferred: false, edits }];
}
