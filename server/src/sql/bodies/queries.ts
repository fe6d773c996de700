import type { Statement } from '../statement';
import type { BodyStep, LoopSource } from './body';

/** All that the steps of a body ask the server, in order: their statements, and the conditions and expressions between them. */
export function queriesIn(steps: readonly BodyStep[]): readonly Statement[] {
  return steps.flatMap(queriesOf);
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
        ...step.branches.flatMap(({ condition, steps }) => [condition.query, ...queriesIn(steps)]),
        ...queriesIn(step.otherwise ?? []),
      ];
    case 'loop':
      return [...queriesOfLoop(step.over), ...queriesIn(step.steps)];
    case 'block':
      return [...queriesIn(step.steps), ...step.handlers.flatMap(({ steps }) => queriesIn(steps))];
    case 'leave':
      return step.condition === undefined ? [] : [step.condition.query];
    case 'raise':
      return [];
  }
}

function queriesOfLoop(over: LoopSource): readonly Statement[] {
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
