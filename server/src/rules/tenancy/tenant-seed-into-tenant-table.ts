import {
  findColumn,
  findTable,
  nameOf,
  primaryKeyOf,
  quoted,
  quotedName,
  spokenName,
  type Column,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, tokensOf, type NodeOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isRowTenancy, isTenantTable, tenantColumnOf, tenantRootOf } from '../readings/tenantOwnership';
import { closingParenthesis, findKeyword } from '../readings/tokens';
import { someNode } from '../readings/treeSearch';

/** Rows that a migration writes into a tenant table without saying whose they are. */
export const tenantSeedIntoTenantTable: Rule = {
  id: 'tenant-seed-into-tenant-table',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'INSERT … VALUES into a tenant table without the tenant column',
  speaksOf: ['InsertStmt'],
  *check(migration) {
    if (isRowTenancy(migration.policy)) yield* findingsByStatement(migration, findingFor);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const insert = nodeAs(reviewed.statement.tree, 'InsertStmt');
  const written = nameOfRangeVar(insert?.relation);
  const values = nodeAs(insert?.selectStmt, 'SelectStmt')?.valuesLists;
  if (insert?.cols === undefined || written === undefined || values === undefined) return undefined;
  const table = findTable(reviewed.before, written);
  const name = tenantColumnOf(table, migration.policy.tenancy);
  const column = name === undefined ? undefined : findColumn(table, name);
  if (table === undefined || column === undefined || !isTenantTable(table, migration.policy.tenancy))
    return undefined;
  if (insert.cols.some((node) => nodeAs(node, 'ResTarget')?.name === column.name)) return undefined;
  if (table.uncertain !== undefined || comesByItself(column, table)) return undefined;
  const spoken = spokenName(nameOf(table));
  return {
    what: column.notNull
      ? `INSERT leaves ${column.name} of ${spoken} out, which must have a value: the server refuses it (23502).`
      : `INSERT leaves ${column.name} of ${spoken} out, so that the row belongs to no tenant.`,
    who: column.notNull
      ? 'The migration stops here, on the first database and on every other.'
      : 'No tenant sees the row where policies compare the tenant, and unique and foreign keys that include it do not check it.',
    remedy: 'Say whose row it is; one for each tenant comes from a SELECT over the table of tenants.',
    span: reviewed.statement.span,
    relations: [nameOf(table)],
    ...(column.notNull ? { severity: 'error' as const } : {}),
    fixes: values.length === 1 ? forEachTenant(insert, column.name, reviewed, migration) : [],
  };
}

/** What a default means is told where it is set; a trigger may do anything before the row is there. */
function comesByItself({ default: expression, generated, identity }: Column, { triggers }: Table): boolean {
  const hasDefault = expression !== undefined && nodeAs(expression, 'A_Const')?.isnull !== true;
  return (
    hasDefault ||
    generated !== undefined ||
    identity !== undefined ||
    triggers.some(
      ({ timing, level, events }) => timing === 'before' && level === 'row' && events.includes('insert'),
    )
  );
}

/** One row of VALUES as a SELECT over the tenants. */
function forEachTenant(
  insert: NodeOf<'InsertStmt'>,
  column: string,
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const root = tenantRootOf(before, migration.policy.tenancy);
  const [key, ...others] = (root === undefined ? undefined : primaryKeyOf(root)?.columns) ?? [];
  const isPlain =
    insert.selectStmt !== undefined && !someNode(insert.selectStmt, (_node, kind) => kind === 'SetToDefault');
  if (root === undefined || key === undefined || others.length > 0 || !isPlain) return [];
  const tokens = tokensOf(statement);
  const columns = tokens.find(({ text }) => text === '(');
  const keyword = findKeyword(tokens, 'VALUES');
  const open = keyword === undefined ? undefined : tokens[tokens.indexOf(keyword) + 1];
  const close = open === undefined ? undefined : closingParenthesis(tokens, open);
  if (columns === undefined || keyword === undefined || open === undefined || close === undefined) return [];
  const { path } = migration.script;
  const name = quotedName(nameOf(root));
  return [
    {
      title: 'Insert one row for each tenant',
      preferred: false,
      edits: [
        insertion(migration, columns.end, `${quoted(column)}, `),
        {
          path,
          span: { start: keyword.start, end: open.end },
          newText: `SELECT ${name}.${quoted(key)}, `,
        },
        { path, span: { start: close.start, end: close.end }, newText: ` FROM ${name}` },
      ],
    },
  ];
}
