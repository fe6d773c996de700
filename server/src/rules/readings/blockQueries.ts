import { bodyOf, type BodyStep, type Statement } from '../../sql';

/** The queries that the code of a DO block asks: its conditions, its expressions and its statements. */
export function queriesOfBlock(block: Statement): readonly Statement[] {
  return (bodyOf(block)?.steps ?? []).flatMap(queriesOf);
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

function queriesOf(step: BodyStep): readonly Statement[] {
  switch (step.kind) {
    case 'sql':
      return [step.statement];
    case 'execute':
      return step.executed.kind === 'constant' ? step.executed.statements : [];
    case 'expression':
      return [step.expression.query];
    case 'choice':
      return [
        ...step.branches.flatMap(({ condition, steps }) => [condition.query, ...steps.flatMap(queriesOf)]),
        ...(step.otherwise ?? []).flatMap(queriesOf),
      ];
    case 'loop':
      return [...queriesOfLoop(step), ...step.steps.flatMap(queriesOf)];
    case 'block':
      return [...step.steps, ...step.handlers.flatMap((handler) => handler.steps)].flatMap(queriesOf);
    case 'leave':
      return step.condition === undefined ? [] : [step.condition.query];
    case 'raise':
      return [];
  }
}

function queriesOfLoop({ over }: Extract<BodyStep, { kind: 'loop' }>): readonly Statement[] {
  switch (over.kind) {
    case 'query':
      return [over.query];
    case 'dynamic query':
      return queriesOf(over.execute);
    case 'array':
    case 'while':
      return [over.expression.query];
    case 'range':
    case 'cursor':
    case 'endless':
      return [];
  }
}
