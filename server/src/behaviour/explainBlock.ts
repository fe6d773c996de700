import type { BodyRun, Catalog, QualifiedName, RunStep } from '../catalog';
import type { Circumstance, ExecuteStep, Statement } from '../sql';
import { effectsOutside, mergeEffects, noEffects } from './effects';
import type { BehaviourContext, Effects, ExplainedAction, ExplainedStatement } from './model';

/**
 * What a DO block does: its own action, `alone`, and after it those of the statements that it runs or may run, each with
 * the schema as the block has made it by then. The effects are those of all together, as if every condition held.
 */
export function explainBlock(
  alone: ExplainedStatement,
  block: Statement,
  run: BodyRun,
  context: BehaviourContext,
  explain: (statement: Statement, context: BehaviourContext) => ExplainedStatement,
): ExplainedStatement {
  const own = alone.actions.map((action): ExplainedAction => ({
    ...action,
    effects: ownEffects(block, run),
  }));
  const parts = run.steps.flatMap((step) => actionsSeenOutside(step, context, explain));
  const effects = mergeEffects([...own, ...parts].map((action) => action.effects));
  return {
    kind: alone.kind,
    actions: [...own, ...parts],
    effects,
    confidence: effects.dependsOn.length === 0 ? 'exact' : 'depends',
  };
}

/** Nobody waits for what the block itself has made before. */
function actionsSeenOutside(
  { statement, before }: RunStep,
  context: BehaviourContext,
  explain: (statement: Statement, context: BehaviourContext) => ExplainedStatement,
): readonly ExplainedAction[] {
  const made = newRelations(context.catalog, before);
  return explain(statement, { ...context, catalog: before }).actions.map((action) => ({
    ...action,
    effects: effectsOutside(action.effects, new Set([...made, ...action.effects.creates])),
  }));
}

function newRelations(before: Catalog, after: Catalog): readonly QualifiedName[] {
  if (before.relations === after.relations) return [];
  return [...after.relations.keys()].filter((name) => !before.relations.has(name));
}

/** What the block says beside its statements: which of them are not certain, and what nobody can read. */
function ownEffects(block: Statement, { steps, dynamic }: BodyRun): Effects {
  const isConditional = steps.some(({ circumstances }) => circumstances.some(isUncertain));
  return {
    ...noEffects,
    notes: [
      ...(steps.length === 0 && dynamic.length === 0 ? ['It runs no statement.'] : []),
      ...(isConditional
        ? ['Some of its statements run only under conditions, or several times: all are counted once.']
        : []),
    ],
    dependsOn: dynamic.map((step) => unknownPart(block, step)),
  };
}

function isUncertain({ kind }: Circumstance): boolean {
  return kind !== 'protected' && kind !== 'executed';
}

function unknownPart(block: Statement, { executed, span }: ExecuteStep): string {
  const line = lineOf(block, span.start);
  return executed.kind === 'template'
    ? `What EXECUTE in line ${line} puts in the holes of \`${executed.template.text.replace(/\s+/g, ' ').trim()}\` is only known when it runs.`
    : `What EXECUTE in line ${line} runs is only known then.`;
}

/** One-based, in the script. */
function lineOf({ span, range, text }: Statement, offset: number): number {
  return range.start.line + text.slice(0, offset - span.start).split('\n').length;
}
