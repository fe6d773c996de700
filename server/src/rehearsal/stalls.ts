import type { ProbeOperation } from './observe/probes';
import type { Stall } from './result';
import type { DirectionFacts, Trial } from './trial/trial';

/** The operations of the application that stood still while scripts ran, the longest of each run and side. */
export function stallsOf({
  alone,
  together,
}: {
  readonly alone: readonly Trial[];
  readonly together: Trial | undefined;
}): readonly Stall[] {
  return [...(together === undefined ? [] : [together]), ...alone].flatMap(({ fixture, up, down }) => [
    ...stallsIn(fixture.name, 'up', up),
    ...(down === undefined ? [] : stallsIn(fixture.name, 'down', down)),
  ]);
}

function stallsIn(
  tenant: string,
  direction: Stall['direction'],
  { run, probes }: DirectionFacts,
): readonly Stall[] {
  const begin = run.statements[0]?.timing.startedAt;
  if (begin === undefined) return [];
  const named = (side: Stall['side'], operations: readonly ProbeOperation[]) =>
    // What began after the last commit waited for something else.
    longest(operations.filter(({ startedAt }) => startedAt < run.endedAt)).map(
      ({ relation, startedAt, endedAt }): Stall => ({
        tenant,
        direction,
        side,
        relation,
        startMs: tenths(startedAt - begin),
        ms: tenths(endedAt - startedAt),
      }),
    );
  return [...named('read', probes.reads), ...named('write', probes.writes)];
}

/** A migration of hours could stall many thousands; what a reader looks for are the long ones. */
function longest(operations: readonly ProbeOperation[]): readonly ProbeOperation[] {
  const ms = ({ startedAt, endedAt }: ProbeOperation) => endedAt - startedAt;
  return operations
    .filter((operation) => ms(operation) >= stalledMs)
    .toSorted((left, right) => ms(right) - ms(left))
    .slice(0, 20)
    .toSorted((left, right) => left.startedAt - right.startedAt);
}

/** One row found by its place takes a millisecond or two, on a busy machine some more. */
const stalledMs = 10;

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
