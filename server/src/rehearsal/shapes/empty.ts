import type { Shape } from './shape';

/** A tenant that exists and has no data: its row in the root table and nothing else. */
export const emptyShape: Shape = {
  name: 'empty',
  rowsByTable: (standings) => new Map(standings.map(({ table }) => [table.oid, 0])),
  oddities: undefined,
  omitReferenceEvery: 0,
};
