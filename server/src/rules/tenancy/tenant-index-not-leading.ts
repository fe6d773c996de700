import {
  findTable,
  foreignKeysOf,
  nameOf,
  quotedList,
  spokenName,
  type Index,
  type Table,
} from '../../catalog';
import { nodeAs } from '../../sql';
import { tenancyOf } from '../../tenancy';
import { tenantFirst } from '../fixes/tenantFirst';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { indexesMadeBy } from '../readings/madeIndexes';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';

/** An index that does not begin with the tenant, on a table where a policy adds the tenant to each query. */
export const tenantIndexNotLeading: Rule = {
  id: 'tenant-index-not-leading',
  category: 'tenant-row',
  severity: 'hint',
  summary: 'An index on a table with tenant policies that does not begin with the tenant column',
  speaksOf: ['IndexStmt'],
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    yield* findingsByStatement(migration, findingFor);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (nodeAs(reviewed.statement.tree, 'IndexStmt') === undefined) return undefined;
  const [index] = indexesMadeBy(reviewed);
  const table = index === undefined ? undefined : findTable(migration.after, index.table);
  if (index === undefined || table === undefined) return undefined;
  const column = tenantColumnOf(table, migration.policy.tenancy);
  const [first] = index.keys;
  if (column === undefined || first?.column === undefined || first.column === column) return undefined;
  if (isForSomethingElse(index, first.column, table) || !isConfined(table, migration)) return undefined;
  const { span } = reviewed.statement;
  const columns = index.keys.flatMap((key) => key.column ?? []).filter((name) => name !== column);
  const alreadyThere = index.keys.some((key) => key.column === column);
  return {
    what: `${index.name} begins with ${first.column}, and a policy adds ${column} to each query of ${spokenName(index.table)}.`,
    who: 'A query of one tenant goes through the entries of all tenants and throws away those of the others.',
    remedy: `Let the index begin with the tenant: (${quotedList([column, ...columns])}).`,
    span,
    relations: [index.table],
    fixes: alreadyThere ? [] : tenantFirst(reviewed, span, column, migration, `Let it begin with ${column}`),
  };
}

/** Whether a policy in force holds queries of the application to one tenant. */
function isConfined(table: Table, { after, policy }: ReviewedMigration): boolean {
  if (!table.rowSecurity.enabled || table.uncertain !== undefined) return false;
  if (!isTenantTable(table, policy.tenancy)) return false;
  const policies = tenancyOf(after, policy).table(nameOf(table))?.policies ?? [];
  return policies.some(({ using }) => using?.confines === true);
}

/** Keys that are unique, lookups of a foreign key's rows, and orders that only an other method knows. */
function isForSomethingElse({ unique, method, predicate }: Index, first: string, table: Table): boolean {
  return (
    unique ||
    method !== 'btree' ||
    predicate !== undefined ||
    foreignKeysOf(table).some(({ columns }) => columns.includes(first))
  );
}
