import type { ClientBase } from 'pg';
import { columnNamed, relationName, type Schema, type Table } from './model';
import { ownershipOf, type Owners } from './ownership';
import { tokenOf } from './canary';
import { contextOf } from './valueContext';
import { uniqueValue } from './values';

/**
 * The value that says "this tenant" in tenant columns, as text: made from the type of the root table's key, or of the
 * first tenant column where there is no root table. Undefined where no table belongs to a tenant.
 */
export async function tenantKey(
  client: ClientBase,
  schema: Schema,
  owners: Owners,
  ordinal: number,
  modulus: number,
): Promise<string | undefined> {
  const holder = holderOf(schema, owners);
  if (holder === undefined) return undefined;
  const { table, column } = holder;
  const context = contextOf(relationName(table), column, 0, modulus);
  const value = uniqueValue(column.type, context, 'all');
  if (value === undefined) return undefined;
  const { rows } = await client.query<{ key: string }>(
    `SELECT (${value.sql})::text AS key FROM (SELECT 1::int8 AS "#row", $1::int8 AS "#ordinal", $2::text AS "#token") r`,
    [ordinal, tokenOf(ordinal)],
  );
  return rows[0]?.key;
}

function holderOf(
  schema: Schema,
  owners: Owners,
): { readonly table: Table; readonly column: Table['columns'][number] } | undefined {
  for (const kind of ['root', 'column'] as const) {
    for (const table of schema.tables) {
      const ownership = ownershipOf(owners, table);
      if (ownership.kind !== kind || !('column' in ownership)) continue;
      const column = columnNamed(table, ownership.column);
      if (column !== undefined) return { table, column };
    }
  }
  return undefined;
}
