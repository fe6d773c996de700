import { bodyOf, queriesIn, type BodyStep, type Statement } from '../../sql';

/** The queries that the code of a DO block asks: its conditions, its expressions and its statements. */
export function queriesOfBlock(block: Statement): readonly Statement[] {
  return queriesIn(bodyOf(block)?.steps ?? []);
}

/** The statements among them, those of every branch and handler; what EXECUTE runs is left out. */
export function statementsOfSteps(steps: readonly BodyStep[]): readonly Statement[] {
  return steps.flatMap((step): readonly Statement[] => {
    switch (step.kind) {
      case 'sql':
        return [step.statement];
      case 'choice':
        return [
          ...step.branches.flatMap((branch) => statementsOfSteps(branch.steps)),
          ...statementsOfSteps(step.otherwise ?? []),
        ];
      case 'loop':
        return statementsOfSteps(step.steps);
      case 'block':
        return [step.steps, ...step.handlers.map((handler) => handler.steps)].flatMap(statementsOfSteps);
      case 'execute':
      case 'expression':
      case 'leave':
      case 'raise':
        return [];
    }
  });
}
