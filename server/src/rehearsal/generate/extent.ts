import type { Schema, Table } from './model';

/**
 * Which tables of a database concern a tenant, and how far they are its own:
 * - `rows`: all of them, with the rows of other tenants beside its own;
 * - `schema`: those of its own schema, and those of the schemas that all tenants share;
 * - `database`: all of them, and nobody else's row is in them.
 */
export type Extent =
  | { readonly kind: 'rows' }
  | { readonly kind: 'schema'; readonly own: string; readonly shared: readonly string[] }
  | { readonly kind: 'database' };

/** The schema without what is other tenants'. */
export function withinExtent(schema: Schema, extent: Extent): Schema {
  if (extent.kind !== 'schema') return schema;
  const reachable = new Set([extent.own, ...extent.shared]);
  return { ...schema, tables: schema.tables.filter((table) => reachable.has(table.schema)) };
}

/** Whether every row of the table is the tenant's because of where the table is. */
export function isWhollyOwn(table: Table, extent: Extent): boolean {
  switch (extent.kind) {
    case 'rows':
      return false;
    case 'schema':
      return table.schema === extent.own;
    case 'database':
      return true;
  }
}
