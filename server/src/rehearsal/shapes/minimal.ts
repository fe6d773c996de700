import type { Shape } from './shape';

/** The same few rows in every table. */
export function minimalShape(rows: number): Shape {
  return {
    name: 'minimal',
    rowsByTable: (standings) => new Map(standings.map(({ table }) => [table.oid, rows])),
    oddities: undefined,
    omitReferenceEvery: 0,
  };
}
