import type { Catalog } from '../../catalog';
import type { Statement } from '../../sql';
import type { RollbackRequest, RollbackStep } from './model';
import type { Passing } from './passing';

/** All that decides how one step is undone. */
interface Question {
  readonly step: RollbackStep;
  readonly passing: Passing;
  readonly request: RollbackRequest;
}

/**
 * Remembers how each statement was undone last. While somebody types, the statements before the edit keep their very
 * values, so that only those after it have to be thought through again. What keeps rows looks at the whole migration and
 * is not remembered.
 */
export function rememberingUndo<Undone>(
  undo: (question: Question) => Undone,
): (question: Question) => Undone {
  const known = new WeakMap<Statement, { readonly question: Question; readonly undone: Undone }>();
  return (question) => {
    const { request, step } = question;
    if (request.data === 'kept') return undo(question);
    const former = known.get(step.statement);
    if (former !== undefined && isSame(former.question, question)) return former.undone;
    const undone = undo(question);
    known.set(step.statement, { question: withoutOtherSteps(question), undone });
    return undone;
  };
}

function isSame(one: Question, other: Question): boolean {
  return (
    one.step.before === other.step.before &&
    one.step.after === other.step.after &&
    one.step.behaviour === other.step.behaviour &&
    one.request.before === other.request.before &&
    settingsOf(one.request) === settingsOf(other.request) &&
    isSameSet(one.passing.relations, other.passing.relations) &&
    isSameSet(one.passing.columns, other.passing.columns)
  );
}

/** What a step is undone with, beside the schemas: the same for all steps of a migration but for one that is alone. */
function settingsOf({
  serverVersion,
  bypassesRls,
  outsideTransactions,
  steps,
  data,
}: RollbackRequest): string {
  return [serverVersion, bypassesRls, outsideTransactions, steps.length === 1, data].join(' ');
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}

/** The schemas of a whole migration would be kept alive by each of its statements. */
function withoutOtherSteps(question: Question): Question {
  const { request, step } = question;
  const after: Catalog = step.after;
  return { ...question, request: { ...request, after, steps: request.steps.length === 1 ? [step] : [] } };
}
