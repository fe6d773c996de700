import type { ShapeName } from '../../project';
import type { Column } from '../generate/model';
import type { Standing } from './standing';

/** What a fixture tenant's rows are like. */
export interface Shape {
  readonly name: ShapeName;
  /** Rows for each of the tenant's tables, by the table's oid; the root table's one row is not part of it. */
  readonly rowsByTable: (standings: readonly Standing[]) => ReadonlyMap<number, number>;
  /** Values out of the ordinary; undefined where every value is an ordinary one. */
  readonly oddities: Oddities | undefined;
  /** Every n-th row leaves out a reference that may be left out; 0: none does. */
  readonly omitReferenceEvery: number;
}

/** The shape with a share of its rows, such as half of them. */
export function shareOf(shape: Shape, share: number): Shape {
  return {
    ...shape,
    rowsByTable: (standings) =>
      new Map([...shape.rowsByTable(standings)].map(([table, rows]) => [table, Math.ceil(rows * share)])),
  };
}

export interface Oddities {
  /** SQL expressions for a column, without regard to its constraints: where one stands in the way, the row keeps its ordinary value. */
  readonly valuesFor: (column: Column) => readonly string[];
  /** Rows from one occurrence of an odd value to the next, for a column that has so many of them. */
  readonly period: (values: number) => number;
}
