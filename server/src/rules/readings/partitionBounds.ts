import type { Node, PartitionBoundSpec } from '@pgsql/types';
import { quoted, type Table } from '../../catalog';
import { nodeAs, sqlOf, stringsOf } from '../../sql';

/**
 * The condition that a row meets to belong within a partition's bounds, as the server demands it of the rows that are
 * there. Undefined where a CHECK cannot say it plainly: several key columns, an expression as key, hash partitions.
 */
export function conditionOfBound(parent: Table | undefined, bound: PartitionBoundSpec): string | undefined {
  const [column, ...others] = parent?.partitionKey?.columns ?? [];
  if (column === undefined || others.length > 0 || bound.is_default === true) return undefined;
  switch (bound.strategy) {
    case 'r':
      return withinRange(quoted(column), bound);
    case 'l':
      return amongValues(quoted(column), bound.listdatums ?? []);
    default:
      return undefined;
  }
}

function withinRange(column: string, bound: PartitionBoundSpec): string | undefined {
  const [from, to] = [bound.lowerdatums?.[0], bound.upperdatums?.[0]];
  if (from === undefined || to === undefined) return undefined;
  return [
    `${column} IS NOT NULL`,
    ...(isOpenEnd(from) ? [] : [`${column} >= ${sqlOf(from)}`]),
    ...(isOpenEnd(to) ? [] : [`${column} < ${sqlOf(to)}`]),
  ].join(' AND ');
}

/** MINVALUE and MAXVALUE are read as if they were columns. */
function isOpenEnd(datum: Node): boolean {
  const [word] = stringsOf(nodeAs(datum, 'ColumnRef')?.fields);
  return word === 'minvalue' || word === 'maxvalue';
}

function amongValues(column: string, values: readonly Node[]): string {
  const isNull = (value: Node) => nodeAs(value, 'A_Const')?.isnull === true;
  const others = values.filter((value) => !isNull(value)).map(sqlOf);
  const isAmong = `${column} IN (${others.join(', ')})`;
  if (others.length === values.length) return `${column} IS NOT NULL AND ${isAmong}`;
  return others.length === 0 ? `${column} IS NULL` : `${column} IS NULL OR ${isAmong}`;
}
