import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { relationName, type ForeignKey, type Schema, type Table } from './model';
import { quotedName } from './rowSql';

/** Foreign keys that do not hold for all rows, as `public.orders.orders_customer_fkey`. */
export async function brokenForeignKeys(
  client: ClientBase,
  schema: Schema,
  tables: readonly Table[] = schema.tables,
): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      const target = schema.tables.find((candidate) => candidate.oid === key.target);
      if (target === undefined) continue;
      const { rows } = await client.query(`${orphansSql(table, key, target)} LIMIT 1`);
      if (rows.length > 0) broken.push(`${relationName(table)}.${key.name}`);
    }
  }
  return broken;
}

/** Rows that refer to nothing: what the server itself looks for when it validates a foreign key. */
function orphansSql(table: Table, key: ForeignKey, target: Table): string {
  const matches = key.columns.map(
    (column, index) =>
      `p.${escapeIdentifier(key.targetColumns[index] ?? column)} = c.${escapeIdentifier(column)}`,
  );
  const given = key.columns.map((column) => `c.${escapeIdentifier(column)} IS NOT NULL`);
  return `SELECT FROM ${quotedName(table)} c WHERE ${given.join(' AND ')}
    AND NOT EXISTS (SELECT FROM ${quotedName(target)} p WHERE ${matches.join(' AND ')})`;
}
