import {
  findColumn,
  primaryKeyOf,
  quoted,
  quotedName,
  spokenName,
  spokenType,
  tablesOf,
  type Catalog,
} from '../../catalog';
import type { TenancyPolicy } from '../../project';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { elementListOf } from '../readings/declaredConstraints';
import { newTablesOf, type NewTable } from '../readings/newTables';
import { isRowTenancy, isShared, ownershipOf, tenantRootOf } from '../readings/tenantOwnership';
import { nodeAs, type Statement } from '../../sql';

/** A new table whose rows nothing assigns to a tenant. */
export const tenantTableMissingColumn: Rule = {
  id: 'tenant-table-missing-column',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A new table without the tenant column that the policy does not list as shared',
  *check(migration) {
    const { policy, direction, migration: reviewed } = migration;
    // A rollback makes again what was there before; the shared folder holds what belongs to no tenant.
    if (!isRowTenancy(policy) || direction === 'down' || reviewed.scope === 'shared') return;
    for (const made of newTablesOf(migration)) {
      if (isToldWhose(made, migration)) continue;
      yield findingFor(made, migration);
    }
  },
};

function isToldWhose({ table }: NewTable, { after, policy }: ReviewedMigration): boolean {
  if (isShared(table, policy.tenancy) || table.partitionOf !== undefined) return true;
  return table.uncertain !== undefined || ownershipOf(after, table, policy.tenancy) !== undefined;
}

function findingFor({ name, madeBy, span }: NewTable, migration: ReviewedMigration): Finding {
  const { tenancy } = migration.policy;
  const column = tenancy.tenantColumns[0] ?? '';
  return {
    what: `${spokenName(name)} has no ${column}, and no foreign key that is never null leads to a table that has one.`,
    who: 'Nothing says which tenant its rows belong to, so no query, policy or backfill can keep the tenants apart.',
    remedy: `Add ${column}, or list the table under tenancy.sharedTables in the policy if its rows belong to no tenant.`,
    span,
    relations: [name],
    fixes: addColumn(madeBy.statement, column, migration),
  };
}

function addColumn(statement: Statement, column: string, migration: ReviewedMigration): readonly Fix[] {
  const elements = nodeAs(statement.tree, 'CreateStmt')?.tableElts ?? [];
  const definition = tenantColumnDefinition(column, migration.before, migration.policy.tenancy);
  if (elements.length === 0 || definition === undefined) return [];
  const { start } = elementListOf(statement);
  const indent = /^\s*/.exec(migration.script.sql.slice(start))?.[0] ?? '';
  return [
    {
      title: `Add the column ${column}`,
      preferred: false,
      edits: [insertion(migration, start + indent.length, `${definition},${indent === '' ? ' ' : indent}`)],
    },
  ];
}

/** Typed and referenced as the key of the root table, or else typed as in the tables that have the column. */
function tenantColumnDefinition(
  column: string,
  catalog: Catalog,
  tenancy: TenancyPolicy,
): string | undefined {
  const root = tenantRootOf(catalog, tenancy);
  const key = root === undefined ? undefined : primaryKeyOf(root)?.columns[0];
  const keyColumn = key === undefined ? undefined : findColumn(root, key);
  if (root !== undefined && keyColumn !== undefined) {
    const references = `REFERENCES ${quotedName(`${root.schema}.${root.name}`)} (${quoted(keyColumn.name)})`;
    return `${quoted(column)} ${spokenType(keyColumn.type)} NOT NULL ${references}`;
  }
  const sibling = tablesOf(catalog).flatMap((table) => findColumn(table, column) ?? [])[0];
  return sibling === undefined ? undefined : `${quoted(column)} ${spokenType(sibling.type)} NOT NULL`;
}
