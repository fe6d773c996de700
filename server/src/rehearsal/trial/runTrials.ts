import pLimit from 'p-limit';
import type { Fixture } from '../fixture';
import type { Trial } from './trial';

/** The trials of one rehearsal: of each tenant alone, and of all together where they share one run. */
export interface Trials {
  readonly alone: readonly Trial[];
  readonly together: Trial | undefined;
}

interface Fixtures {
  readonly alone: readonly Fixture[];
  readonly together: Fixture | undefined;
}

/** Runs the trials of all fixtures, some at a time, the longest first so that none is left over at the end. */
export async function runTrials(
  { alone, together }: Fixtures,
  trial: (fixture: Fixture) => Promise<Trial>,
  order: 'one by one' | 'side by side',
): Promise<Trials> {
  const limit = pLimit(order === 'one by one' ? 1 : trialsAtOnce);
  const trials = new Map<Fixture, Trial>();
  const runs = largestFirst(together === undefined ? alone : [together, ...alone]).map((fixture) =>
    limit(async () => trials.set(fixture, await trial(fixture))),
  );
  // All come to their end before the first failure is told: nobody works on a server that is being left.
  await Promise.allSettled(runs);
  await Promise.all(runs);
  return {
    alone: alone.flatMap((fixture) => trials.get(fixture) ?? []),
    together: together && trials.get(together),
  };
}

/** Two keep a small machine busy: while one trial waits for the server, the other's facts are worked on. */
const trialsAtOnce = 2;

/** Fixtures by their rows. */
export function largestFirst(fixtures: readonly Fixture[]): readonly Fixture[] {
  const rows = ({ tenants }: Fixture) =>
    tenants.flatMap(({ tables }) => tables).reduce((sum, table) => sum + table.rows, 0);
  return fixtures.toSorted((left, right) => rows(right) - rows(left));
}
