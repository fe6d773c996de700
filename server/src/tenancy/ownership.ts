import {
  findColumn,
  findTable,
  foreignKeysOf,
  isTable,
  nameOf,
  primaryKeyOf,
  type Catalog,
  type ForeignKey,
  type QualifiedName,
  type Relation,
  type Table,
} from '../catalog';
import type { Policy, TenancyPolicy } from '../project';

/** How rows of a table belong to a tenant. */
export type Ownership =
  | { readonly by: 'column'; readonly column: string }
  /** The root table: each of its rows is a tenant. */
  | { readonly by: 'being a tenant'; readonly column: string }
  /** No tenant column, but every row points to one that has it, directly or over further tables. */
  | { readonly by: 'path'; readonly foreignKey: ForeignKey };

/** Whether the policy says that tenants share tables and a column tells whose a row is. */
export function isRowTenancy(policy: Policy): boolean {
  return policy.tenancy.model === 'row' && policy.tenancy.tenantColumns.length > 0;
}

/** Undefined for tables that belong to no tenant, or of which nobody can tell. */
export function ownershipOf(
  catalog: Catalog,
  relation: Relation | undefined,
  tenancy: TenancyPolicy,
): Ownership | undefined {
  return ownership(catalog, relation, tenancy, new Set());
}

/** The column of the relation that holds the tenant's id, if it has one. */
export function tenantColumnOf(relation: Relation | undefined, tenancy: TenancyPolicy): string | undefined {
  if (relation === undefined) return undefined;
  return tenancy.tenantColumns.find((column) => findColumn(relation, column) !== undefined);
}

/** A table whose rows carry the tenant's id, neither shared by the policy nor the root table. */
export function isTenantTable(relation: Relation | undefined, tenancy: TenancyPolicy): boolean {
  if (relation === undefined || isShared(relation, tenancy) || isTenantRoot(relation, tenancy)) return false;
  return tenantColumnOf(relation, tenancy) !== undefined;
}

/** Whether the policy names the table among those that belong to no tenant. */
export function isShared(relation: Relation, tenancy: TenancyPolicy): boolean {
  return tenancy.sharedTables.some((name) => isNamed(relation, name));
}

export function isTenantRoot(relation: Relation, tenancy: TenancyPolicy): boolean {
  return tenancy.tenantTable !== undefined && isNamed(relation, tenancy.tenantTable);
}

/** The root table of the policy, where the history has made it. */
export function tenantRootOf(catalog: Catalog, tenancy: TenancyPolicy): Table | undefined {
  if (tenancy.tenantTable === undefined) return undefined;
  const [schema, name] = tenancy.tenantTable.includes('.')
    ? [tenancy.tenantTable.slice(0, tenancy.tenantTable.indexOf('.')), afterDot(tenancy.tenantTable)]
    : [undefined, tenancy.tenantTable];
  return findTable(catalog, { schema, name });
}

/** Names in the policy may leave the schema out. */
export function isNamed(relation: Relation, name: string): boolean {
  return name === relation.name || name === nameOf(relation);
}

function afterDot(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function ownership(
  catalog: Catalog,
  relation: Relation | undefined,
  tenancy: TenancyPolicy,
  visited: ReadonlySet<QualifiedName>,
): Ownership | undefined {
  if (relation === undefined || isShared(relation, tenancy)) return undefined;
  if (isTenantRoot(relation, tenancy)) return beingTenant(relation);
  const column = tenantColumnOf(relation, tenancy);
  if (column !== undefined) return { by: 'column', column };
  if (!isTable(relation)) return undefined;
  const name = nameOf(relation);
  if (visited.has(name)) return undefined;
  const foreignKey = foreignKeysOf(relation).find(
    (candidate) =>
      candidate.columns.every((key) => findColumn(relation, key)?.notNull === true) &&
      ownership(catalog, findTable(catalog, candidate.references), tenancy, new Set([...visited, name])) !==
        undefined,
  );
  return foreignKey === undefined ? undefined : { by: 'path', foreignKey };
}

function beingTenant(relation: Relation): Ownership | undefined {
  if (!isTable(relation)) return undefined;
  const [column, ...others] = primaryKeyOf(relation)?.columns ?? [];
  return column === undefined || others.length > 0 ? undefined : { by: 'being a tenant', column };
}
