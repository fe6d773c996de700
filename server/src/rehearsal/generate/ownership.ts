import { escapeIdentifier } from 'pg';
import type { TenancyPolicy } from '../../project';
import { isWhollyOwn, type Extent } from './extent';
import { columnNamed, relationName, type ForeignKey, type Schema, type Table } from './model';
import { quotedName, typedLiteral } from './rowSql';

/**
 * Whose rows a table holds:
 * - `root`: one row for each tenant;
 * - `column`: a column says which tenant;
 * - `path`: the row belongs to the tenant of the row that a foreign key refers to;
 * - `whole`: the table as such is one tenant's, in a schema or database of its own;
 * - `shared`: no tenant's, the same for all.
 */
export type Ownership =
  | { readonly kind: 'root'; readonly column: string }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'path'; readonly foreignKey: ForeignKey; readonly parent: Table }
  | { readonly kind: 'whole' }
  | { readonly kind: 'shared' };

/** Ownership of each table, by the table's oid. */
export type Owners = ReadonlyMap<number, Ownership>;

type TenancyNames = Pick<TenancyPolicy, 'tenantColumns' | 'tenantTable' | 'sharedTables'>;

/**
 * Finds out whose rows each table holds. Where tenants have schemas or databases of their own, the place of a table
 * tells; else the policy's names, and then the foreign keys that lead to the root.
 */
export function ownersOf(schema: Schema, policy: TenancyNames, extent: Extent): Owners {
  if (extent.kind !== 'rows') {
    return new Map(
      schema.tables.map((table) => [table.oid, { kind: isWhollyOwn(table, extent) ? 'whole' : 'shared' }]),
    );
  }
  const owners = new Map<number, Ownership>();
  const root = schema.tables.find((table) => isNamed(table, policy.tenantTable));
  for (const table of schema.tables) {
    const ownership = ownOwnership(table, root, schema, policy);
    if (ownership !== undefined) owners.set(table.oid, ownership);
  }
  for (const table of neededBy(root, schema)) {
    if (!owners.has(table.oid)) owners.set(table.oid, { kind: 'shared' });
  }
  addPaths(schema, owners);
  for (const table of schema.tables) {
    if (!owners.has(table.oid)) owners.set(table.oid, { kind: 'shared' });
  }
  return owners;
}

export function ownershipOf(owners: Owners, table: Table): Ownership {
  return owners.get(table.oid) ?? { kind: 'shared' };
}

/** The column of the table that holds the tenant, if it has one. */
export function tenantColumnOf(ownership: Ownership): string | undefined {
  return ownership.kind === 'root' || ownership.kind === 'column' ? ownership.column : undefined;
}

/** `FROM` items that reach from a table's rows to the value that says whose they are. */
export interface OwnerJoin {
  /** Text after `FROM`, beginning with the table under the alias `t`. */
  readonly from: string;
  /** SQL of the tenant's key; undefined for a shared table. */
  readonly key: string | undefined;
  /** SQL condition that a row is the tenant's with this key; true for a shared table and for no tenant. */
  readonly isOwn: (tenantKey: string | undefined) => string;
}

export function ownerJoin(owners: Owners, table: Table): OwnerJoin {
  const joins = [`${quotedName(table)} t`];
  let alias = 't';
  let owner = table;
  let ownership = ownershipOf(owners, table);
  while (ownership.kind === 'path') {
    const { foreignKey, parent } = ownership;
    const child = alias;
    alias = `owner_${joins.length}`;
    const above = alias;
    const matches = foreignKey.columns.map(
      (column, index) =>
        `${above}.${escapeIdentifier(foreignKey.targetColumns[index] ?? column)} = ${child}.${escapeIdentifier(column)}`,
    );
    joins.push(`JOIN ${quotedName(parent)} ${above} ON ${matches.join(' AND ')}`);
    owner = parent;
    ownership = ownershipOf(owners, parent);
  }
  const column = tenantColumnOf(ownership);
  const type = column === undefined ? undefined : columnNamed(owner, column)?.type.sql;
  if (column === undefined || type === undefined) {
    return { from: joins.join(' '), key: undefined, isOwn: () => 'true' };
  }
  const key = `${alias}.${escapeIdentifier(column)}`;
  return {
    from: joins.join(' '),
    key,
    isOwn: (tenantKey) => (tenantKey === undefined ? 'true' : `${key} = ${typedLiteral(tenantKey, type)}`),
  };
}

function ownOwnership(
  table: Table,
  root: Table | undefined,
  schema: Schema,
  policy: TenancyNames,
): Ownership | undefined {
  if (table === root) return { kind: 'root', column: rootKey(root, schema, policy) };
  if (policy.sharedTables.some((name) => isNamed(table, name))) return { kind: 'shared' };
  const named = policy.tenantColumns.find((name) => columnNamed(table, name) !== undefined);
  if (named !== undefined) return { kind: 'column', column: named };
  const toRoot = table.foreignKeys.find((key) => key.target === root?.oid && key.columns.length === 1);
  return toRoot?.columns[0] === undefined ? undefined : { kind: 'column', column: toRoot.columns[0] };
}

/** The column that tenant columns refer to; without such a reference the primary key, then `id`. */
function rootKey(root: Table, schema: Schema, policy: TenancyNames): string {
  const references = schema.tables
    .flatMap((table) => table.foreignKeys)
    .filter((key) => key.target === root.oid);
  const byColumn = references.find(
    (key) => key.columns.length === 1 && policy.tenantColumns.includes(key.columns[0] ?? ''),
  );
  const primary = root.keys.find((key) => key.primary)?.columns[0];
  return (
    byColumn?.targetColumns[0] ??
    references.find((key) => key.targetColumns.length === 1)?.targetColumns[0] ??
    primary ??
    'id'
  );
}

/** Breadth first from the owned tables, first along keys that are never NULL, then along the others. */
function addPaths(schema: Schema, owners: Map<number, Ownership>): void {
  for (const isWanted of [isNeverNull, () => true]) {
    let found = true;
    while (found) {
      const paths = schema.tables.flatMap((table) => {
        const path = owners.has(table.oid) ? undefined : pathOf(table, schema, owners, isWanted);
        return path === undefined ? [] : [{ table, path }];
      });
      for (const { table, path } of paths) owners.set(table.oid, path);
      found = paths.length > 0;
    }
  }
}

function pathOf(
  table: Table,
  schema: Schema,
  owners: Owners,
  isWanted: (table: Table, key: ForeignKey) => boolean,
): Ownership | undefined {
  for (const foreignKey of table.foreignKeys) {
    const parent = schema.tables.find((candidate) => candidate.oid === foreignKey.target);
    if (parent === undefined || parent === table || !isWanted(table, foreignKey)) continue;
    const ownership = owners.get(parent.oid);
    if (ownership !== undefined && ownership.kind !== 'shared') {
      return { kind: 'path', foreignKey, parent };
    }
  }
  return undefined;
}

export function isNeverNull(table: Table, key: ForeignKey): boolean {
  return key.columns.every((name) => columnNamed(table, name)?.notNull === true);
}

/** Names in a policy may be qualified or not. */
function isNamed(table: Table, name: string | undefined): boolean {
  return name !== undefined && (name === table.name || name === relationName(table));
}

/** Tables that must have a row before the root can have one: no way that leads from them back to it says whose they are. */
function neededBy(root: Table | undefined, schema: Schema): ReadonlySet<Table> {
  const needed = new Set<Table>();
  const visit = (table: Table): void => {
    for (const key of table.foreignKeys) {
      const isNeeded = key.columns.every((name) => columnNamed(table, name)?.notNull === true);
      const target = schema.tables.find(({ oid }) => oid === key.target);
      if (!isNeeded || target === undefined || target === root || needed.has(target)) continue;
      needed.add(target);
      visit(target);
    }
  };
  if (root !== undefined) visit(root);
  return needed;
}
