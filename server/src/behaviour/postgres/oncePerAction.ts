import type { Action, BehaviourContext } from '../model';

/**
 * Judges each action once, however many rows ask: the rows of one family tell their cases apart by the same question.
 * An action belongs to one place in one history, so that the context is the same each time.
 */
export function oncePerAction<Judgement>(
  judge: (action: Action, context: BehaviourContext) => Judgement,
): (action: Action, context: BehaviourContext) => Judgement {
  const judged = new WeakMap<Action, { readonly judgement: Judgement }>();
  return (action, context) => {
    const known = judged.get(action);
    if (known !== undefined) return known.judgement;
    const judgement = judge(action, context);
    judged.set(action, { judgement });
    return judgement;
  };
}
