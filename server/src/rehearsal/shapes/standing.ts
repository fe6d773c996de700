import type { Schema, Table } from '../generate/model';

/** Where a table stands among the others: what its size is estimated from. */
export interface Standing {
  readonly table: Table;
  /** Foreign keys of other tables that lead to it. */
  readonly referredBy: number;
  /** Longest way up its foreign keys to a table without any. */
  readonly depth: number;
}

/** The standing of each of the tables; cycles count once. */
export function standingsOf(schema: Schema, tables: readonly Table[]): readonly Standing[] {
  const byOid = new Map(schema.tables.map((table) => [table.oid, table]));
  return tables.map((table) => ({
    table,
    referredBy: schema.tables.flatMap((other) =>
      other === table ? [] : other.foreignKeys.filter((key) => key.target === table.oid),
    ).length,
    depth: depthOf(table, byOid, new Set()),
  }));
}

function depthOf(table: Table, byOid: ReadonlyMap<number, Table>, above: ReadonlySet<Table>): number {
  const path = new Set([...above, table]);
  const depths = table.foreignKeys.flatMap((key) => {
    const parent = byOid.get(key.target);
    return parent === undefined || path.has(parent) ? [] : [1 + depthOf(parent, byOid, path)];
  });
  return Math.max(0, ...depths);
}
