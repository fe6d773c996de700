import type { BodyStep } from './body';
import type { Embedder } from './embedded';
import type { Round } from './rounds';
import { executedBy } from './template';

/**
 * The steps of a loop for each of its rounds. Undefined where nothing is gained, as no EXECUTE depends on the round,
 * where a way out of the loop may cut the rounds short, or where a statement is the same in all of them and would count
 * as many.
 */
export function stepsOfRounds(
  steps: readonly BodyStep[],
  rounds: readonly Round[],
  embedder: Embedder,
): readonly (readonly BodyStep[])[] | undefined {
  if (!every(steps, (step) => step.kind !== 'leave' && step.kind !== 'sql')) return undefined;
  if (every(steps, (step) => step.kind !== 'execute' || step.executed.kind === 'constant')) return undefined;
  return rounds.map((round) => steps.map((step) => inRound(step, round, embedder)));
}

function inRound(step: BodyStep, round: Round, embedder: Embedder): BodyStep {
  const within = (steps: readonly BodyStep[]) => steps.map((each) => inRound(each, round, embedder));
  switch (step.kind) {
    case 'execute': {
      const executed = executedBy(step.expression, embedder, round);
      return executed.kind === 'constant' ? { ...step, executed } : step;
    }
    case 'choice':
      return {
        ...step,
        branches: step.branches.map((branch) => ({ ...branch, steps: within(branch.steps) })),
        otherwise: step.otherwise === undefined ? undefined : within(step.otherwise),
      };
    case 'block':
      return {
        ...step,
        steps: within(step.steps),
        handlers: step.handlers.map((handler) => ({ ...handler, steps: within(handler.steps) })),
      };
    // A loop within has rounds of its own, in which the variables of this one are not known.
    case 'loop':
    case 'sql':
    case 'expression':
    case 'leave':
    case 'raise':
      return step;
  }
}

function every(steps: readonly BodyStep[], holds: (step: BodyStep) => boolean): boolean {
  return steps.every((step) => {
    if (!holds(step)) return false;
    switch (step.kind) {
      case 'choice':
        return every([...step.branches.flatMap((branch) => branch.steps), ...(step.otherwise ?? [])], holds);
      case 'block':
        return every([...step.steps, ...step.handlers.flatMap((handler) => handler.steps)], holds);
      case 'loop':
        return every(step.steps, holds);
      default:
        return true;
    }
  });
}
