import type { Trial } from '../trial/trial';
import { attributed, failed, passed, skipped, type Check } from './check';

/** Do reads and writes of the running application stand still no longer than `budgets.blockedMs`? */
export const lockBudget: Check = {
  id: 'lock-budget',
  judge: attributed((trial, { policy }) => {
    if (trial.up.run.failure !== undefined) return skipped('The migration did not run to its end.');
    const worst = worstStall(trial);
    if (worst === undefined) return skipped('The migration touches no table that was there before it.');
    const budget = policy.budgets.blockedMs;
    const said = `a ${worst.side} of ${worst.relation} stood still for ${Math.round(worst.ms)} ms of the allowed ${budget} ms`;
    if (worst.ms <= budget) return passed(`At worst, ${said}.`);
    return failed(`While the migration ran, ${said}.`, { relations: [worst.relation] });
  }),
};

interface Stall {
  readonly side: 'read' | 'write';
  readonly relation: string;
  readonly ms: number;
}

function worstStall({ up }: Trial): Stall | undefined {
  const stalls = (['read', 'write'] as const).flatMap((side) =>
    up.probes[side === 'read' ? 'reads' : 'writes'].map(({ relation, startedAt, endedAt }) => ({
      side,
      relation,
      ms: endedAt - startedAt,
    })),
  );
  return stalls.toSorted((left, right) => right.ms - left.ms)[0];
}
