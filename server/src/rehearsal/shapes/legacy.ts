import { legacyValues } from './legacyValues';
import type { Shape } from './shape';

/** A tenant from early on: every fifth value is what old code let through. Its rows are written at an old schema. */
export const legacyShape: Shape = {
  name: 'legacy',
  rowsByTable: (standings) => new Map(standings.map(({ table }) => [table.oid, 500])),
  oddities: { valuesFor: legacyValues, period: (values) => values * 5 },
  omitReferenceEvery: 10,
};
