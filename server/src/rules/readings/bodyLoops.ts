import { bodyOf, nodeAs, type BodyStep, type LoopSource, type Statement } from '../../sql';

/** A loop in the code of a DO block, a function or a procedure. */
export interface BodyLoop {
  readonly over: LoopSource;
  readonly steps: readonly BodyStep[];
  /** Whether a block with EXCEPTION is around it, in which the server refuses COMMIT. */
  readonly isProtected: boolean;
}

/** All loops of the statement's code, outer ones first. */
export function loopsOf(statement: Statement): readonly BodyLoop[] {
  return loopsIn(bodyOf(statement)?.steps ?? [], false);
}

/** All that the steps do, loops and conditions within them included, in the order in which it is written. */
export function allStepsOf(steps: readonly BodyStep[]): readonly BodyStep[] {
  return steps.flatMap((step) => [step, ...allStepsOf(innerSteps(step))]);
}

/** Whether the loop ends the transaction in each turn, so that it holds the locks of one turn only. */
export function endsTransactionEachTurn({ steps }: BodyLoop): boolean {
  return allStepsOf(steps).some(
    (step) => step.kind === 'sql' && nodeAs(step.statement.tree, 'TransactionStmt') !== undefined,
  );
}

function loopsIn(steps: readonly BodyStep[], isProtected: boolean): readonly BodyLoop[] {
  return steps.flatMap((step) => {
    const within = loopsIn(
      innerSteps(step),
      isProtected || (step.kind === 'block' && step.handlers.length > 0),
    );
    return step.kind === 'loop' ? [{ over: step.over, steps: step.steps, isProtected }, ...within] : within;
  });
}

/** The steps that a step has within it, in the order in which they are written. */
export function innerSteps(step: BodyStep): readonly BodyStep[] {
  switch (step.kind) {
    case 'choice':
      return [...step.branches.flatMap((branch) => branch.steps), ...(step.otherwise ?? [])];
    case 'loop':
      return step.steps;
    case 'block':
      return [...step.steps, ...step.handlers.flatMap((handler) => handler.steps)];
    case 'sql':
    case 'execute':
    case 'expression':
    case 'leave':
    case 'raise':
      return [];
  }
}
