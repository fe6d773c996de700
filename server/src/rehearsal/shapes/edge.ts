import { edgeValues } from './edgeValues';
import type { Shape } from './shape';

/** Rows at the limits of what the schema allows, so many that every limit of a column comes up. */
export const edgeShape: Shape = {
  name: 'edge',
  rowsByTable: (standings) => new Map(standings.map(({ table }) => [table.oid, 60])),
  oddities: { valuesFor: edgeValues, period: (values) => values + Math.ceil(values / 3) + 1 },
  omitReferenceEvery: 6,
};
