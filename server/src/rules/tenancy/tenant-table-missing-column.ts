import {
  findColumn,
  nameOf,
  findTable,
  foreignKeysOf,
  primaryKeyOf,
  quoted,
  quotedName,
  spokenName,
  spokenType,
  tablesOf,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';
import type { TenancyPolicy } from '../../project';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { makesTable } from '../readings/actionKinds';
import { alterActionsOf } from '../readings/alterActions';
import { isAlwaysTrue } from '../readings/alwaysTrue';
import { elementListOf } from '../readings/declaredConstraints';
import { someLaterStatement } from '../readings/laterScripts';
import { newTablesOf, type NewTable } from '../readings/newTables';
import { isRowTenancy, isShared, ownershipOf, tenantRootOf } from '../readings/tenantOwnership';
import { nameOfParts, nodeAs, type Statement, type WrittenName } from '../../sql';

/** A new table whose rows nothing assigns to a tenant. */
export const tenantTableMissingColumn: Rule = {
  id: 'tenant-table-missing-column',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A new table without the tenant column that the policy does not list as shared',
  speaksOf: makesTable,
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

function isToldWhose({ table }: NewTable, migration: ReviewedMigration): boolean {
  const { after, policy } = migration;
  if (isShared(table, policy.tenancy) || table.partitionOf !== undefined) return true;
  if (isShownToAll(findTable(after, nameOf(table)) ?? table)) return true;
  if (table.uncertain !== undefined || ownershipOf(after, table, policy.tenancy) !== undefined) return true;
  return getsColumnLater(table, migration) || isDroppedLater(table, migration);
}

/** Its policies let everybody read every row, and nobody write one: settings of the installation, not rows of a tenant. */
function isShownToAll(table: Table): boolean {
  const { policies, rowSecurity } = table;
  return (
    rowSecurity.enabled &&
    policies.length > 0 &&
    policies.every(
      ({ command, permissive, using }) =>
        command === 'select' && permissive && using !== undefined && isAlwaysTrue(using, table),
    )
  );
}

/** The history of a product that had no tenants at first gives them to its tables in later migrations. */
function getsColumnLater(table: Table, migration: ReviewedMigration): boolean {
  const { tenantColumns } = migration.policy.tenancy;
  return tenantColumns.some((column) =>
    someLaterStatement(migration, column, (statement) =>
      alterActionsOf(statement).some(
        ({ command, relation }) =>
          command.subtype === 'AT_AddColumn' &&
          nodeAs(command.def, 'ColumnDef')?.colname === column &&
          isName(relation, table),
      ),
    ),
  );
}

function isDroppedLater(table: Table, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, table.name, ({ tree }) => {
    const drop = nodeAs(tree, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_TABLE') return false;
    return (drop.objects ?? []).some((object) => isName(nameOfParts(object), table));
  });
}

function isName(written: WrittenName | undefined, { schema, name }: Table): boolean {
  return written?.name === name && (written.schema ?? schema) === schema;
}

function findingFor({ name, table, madeBy, span }: NewTable, migration: ReviewedMigration): Finding {
  const { after, policy } = migration;
  const { tenancy } = policy;
  const column = tenancy.tenantColumns[0] ?? '';
  const shared = sharedOwnerOf(table, after, tenancy);
  if (shared !== undefined) {
    return {
      what: `${spokenName(name)} has no ${column}, and its rows go when those of ${spokenName(shared)} go, which all tenants share.`,
      who: `What a tenant keeps in it is not told apart from what the others keep of the same row of ${spokenName(shared)}.`,
      remedy: `List the table under tenancy.sharedTables in the policy, or add ${column} if its rows belong to a tenant.`,
      span,
      relations: [name, shared],
      severity: 'info',
      fixes: addColumn(madeBy.statement, column, migration),
    };
  }
  return {
    what: `${spokenName(name)} has no ${column}, and no foreign key that is never null leads to a table that has one.`,
    who: 'Nothing says which tenant its rows belong to, so no query, policy or backfill can keep the tenants apart.',
    remedy: `Add ${column}, or list the table under tenancy.sharedTables in the policy if its rows belong to no tenant.`,
    span,
    relations: [name],
    fixes: addColumn(madeBy.statement, column, migration),
  };
}

/** A shared table whose rows take those of this one with them, as a user's do the user's sessions. */
function sharedOwnerOf(table: Table, catalog: Catalog, tenancy: TenancyPolicy): QualifiedName | undefined {
  return foreignKeysOf(table).find(({ onDelete, references }) => {
    const owner = findTable(catalog, references);
    return onDelete === 'cascade' && owner !== undefined && isShared(owner, tenancy);
  })?.references;
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
