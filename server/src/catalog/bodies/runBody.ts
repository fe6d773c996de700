import {
  bodyOf,
  kindOf,
  type BodyStep,
  type Branch,
  type Circumstance,
  type ExecuteStep,
  type Statement,
} from '../../sql';
import { changesNothing } from '../changes';
import { evaluateCondition, type Truth } from '../guards/evaluate';
import type { Catalog, NotUnderstood, QualifiedName } from '../model';
import { possiblyChanged, relationsInTemplate } from '../possiblyChanged';
import { withUncertain } from '../uncertain';
import { isCaught } from './caught';
import { mergePossible } from './mergePossible';

/** A statement that a body runs, or may run, with the schema before and after it. */
export interface RunStep {
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
  /** Outermost first; empty where the statement runs once, whatever happens. */
  readonly circumstances: readonly Circumstance[];
}

export interface BodyRun {
  readonly steps: readonly RunStep[];
  /** SQL that the code puts together when it runs. */
  readonly dynamic: readonly ExecuteStep[];
  readonly after: Catalog;
}

/** How a statement that is no DO block changes the catalog. */
export type Apply = (catalog: Catalog, statement: Statement) => Catalog;

/**
 * What a DO block does, statement by statement. Conditions on the schema are decided by the catalog: what they rule out
 * is left out. What may run or not, such as the steps of a loop, is followed as if it ran; afterwards what it makes is
 * there, and what it changes is marked as uncertain. Undefined where the code cannot be read.
 */
export function runBody(catalog: Catalog, block: Statement, path: string, apply: Apply): BodyRun | undefined {
  const body = bodyOf(block);
  if (body === undefined) return undefined;
  const runner = new Runner(block, path, apply);
  const { catalog: after } = runner.run(body.steps, catalog, []);
  return { steps: runner.steps, dynamic: runner.dynamic, after: withOneEntry(after, block, path) };
}

/** One block is one thing that is not understood, however many of its steps are not. */
function withOneEntry(catalog: Catalog, block: Statement, path: string): Catalog {
  const isOfBlock = ({ kind, origin }: NotUnderstood) =>
    kind === 'dynamic' && origin.path === path && origin.span === block.span;
  const [first, ...others] = catalog.notUnderstood.filter(isOfBlock);
  if (first === undefined || others.length === 0) return catalog;
  const relations = [...new Set([first, ...others].flatMap((entry) => entry.relations))];
  const rest = catalog.notUnderstood.filter((entry) => !isOfBlock(entry));
  return { ...catalog, notUnderstood: [...rest, { ...first, relations }] };
}

/** How a run of steps ended. */
interface Outcome {
  readonly catalog: Catalog;
  /** `left`: by RETURN, EXIT or CONTINUE; `failed`: by RAISE or by a statement that the server refuses. */
  readonly ends: 'here' | 'left' | 'failed';
  /** Whether some way through the steps has left the code before their end. */
  readonly mayHaveLeft: boolean;
  /** The reasons for which the server refuses statements, as a protecting block may catch them. */
  readonly refusals: readonly string[];
}

type Around = readonly Circumstance[];

class Runner {
  readonly steps: RunStep[] = [];
  readonly dynamic: ExecuteStep[] = [];

  constructor(
    readonly block: Statement,
    readonly path: string,
    readonly apply: Apply,
  ) {}

  run(steps: readonly BodyStep[], start: Catalog, around: Around): Outcome {
    let outcome: Outcome = { catalog: start, ends: 'here', mayHaveLeft: false, refusals: [] };
    for (const [place, step] of steps.entries()) {
      const next = this.#step(step, outcome.catalog, around);
      const refusals = [...outcome.refusals, ...next.refusals];
      outcome = { ...next, refusals, mayHaveLeft: outcome.mayHaveLeft || next.mayHaveLeft };
      if (next.ends !== 'here') return outcome;
      if (next.mayHaveLeft) return this.#rest(steps.slice(place + 1), outcome, around);
    }
    return outcome;
  }

  /** What comes after a step that may have left the code runs or does not. */
  #rest(steps: readonly BodyStep[], outcome: Outcome, around: Around): Outcome {
    const rest = this.run(steps, outcome.catalog, [...around, { kind: 'not left before' }]);
    return {
      ...rest,
      ends: 'here',
      mayHaveLeft: true,
      catalog: this.#possibly(outcome.catalog, rest.catalog),
    };
  }

  #step(step: BodyStep, catalog: Catalog, around: Around): Outcome {
    switch (step.kind) {
      case 'sql':
        return this.#statement(step.statement, catalog, around);
      case 'execute':
        return this.#execute(step, catalog, around);
      case 'choice':
        return this.#choice(step.branches, step.otherwise ?? [], catalog, around);
      case 'loop':
        return this.#loop(step, catalog, around);
      case 'block':
        return this.#block(step, catalog, around);
      case 'leave':
        return step.condition === undefined
          ? { ...went(catalog), ends: 'left', mayHaveLeft: true }
          : { ...went(catalog), mayHaveLeft: true };
      case 'raise':
        return { ...went(catalog), ends: 'failed' };
      case 'expression':
        return went(catalog);
    }
  }

  #statement(statement: Statement, before: Catalog, around: Around): Outcome {
    // The parser that has read the body has accepted it; what is left are forms of INTO that it does not take out.
    if (statement.tree === undefined) return went(before);
    const endsTransaction = kindOf(statement.tree) === 'TransactionStmt';
    const after = endsTransaction ? before : this.apply(before, statement);
    this.steps.push({ statement, before, after, circumstances: around });
    const refusal = after.notUnderstood
      .slice(before.notUnderstood.length)
      .find(({ kind }) => kind === 'refused');
    return { ...went(after), refusals: refusal === undefined ? [] : [refusal.what] };
  }

  #execute(step: ExecuteStep, catalog: Catalog, around: Around): Outcome {
    const { executed, span } = step;
    if (executed.kind === 'constant') {
      const steps = executed.statements.map((statement): BodyStep => ({ kind: 'sql', statement }));
      return this.run(steps, catalog, [...around, { kind: 'executed', span }]);
    }
    // The rounds of a loop share what they cannot read.
    if (!this.dynamic.includes(step)) this.dynamic.push(step);
    if (executed.kind === 'unknown')
      return went(this.#changedByUnknown(catalog, possiblyChanged(catalog, this.block)));
    const { template } = executed;
    if (template.trees.every((tree) => changesNothing.has(kindOf(tree)))) return went(catalog);
    return went(this.#changedByUnknown(catalog, relationsInTemplate(catalog, template, this.block)));
  }

  #choice(
    branches: readonly Branch[],
    otherwise: readonly BodyStep[],
    catalog: Catalog,
    around: Around,
  ): Outcome {
    const [branch, ...others] = branches;
    if (branch === undefined) return this.run(otherwise, catalog, around);
    const { condition, steps } = branch;
    const verdict: Truth =
      branch.test === 'condition' ? evaluateCondition(catalog, condition.query.tree) : undefined;
    const circumstance = (holds: boolean): Around => [...around, { kind: 'condition', condition, holds }];
    if (verdict === true) return this.run(steps, catalog, around);
    if (verdict === false) return this.#choice(others, otherwise, catalog, around);
    const taken = this.run(steps, catalog, circumstance(true));
    const notTaken = this.#choice(others, otherwise, catalog, circumstance(false));
    return this.#either(taken, notTaken, catalog);
  }

  #either(taken: Outcome, notTaken: Outcome, before: Catalog): Outcome {
    const refusals = [...taken.refusals, ...notTaken.refusals];
    const mayHaveLeft = taken.mayHaveLeft || notTaken.mayHaveLeft;
    if (taken.ends === 'failed') return { ...notTaken, refusals };
    if (notTaken.ends === 'failed') return { ...taken, refusals };
    const catalog = this.#possibly(this.#possibly(before, taken.catalog), notTaken.catalog);
    const ends = taken.ends === notTaken.ends ? taken.ends : 'here';
    return { catalog, ends, mayHaveLeft, refusals };
  }

  #loop(
    { over, steps, rounds }: Extract<BodyStep, { kind: 'loop' }>,
    start: Catalog,
    around: Around,
  ): Outcome {
    // Each round runs, and nothing leaves them before their end.
    if (rounds !== undefined) return this.run(rounds.flat(), start, around);
    let { catalog } = went(start);
    if (over.kind === 'query') ({ catalog } = this.#statement(over.query, catalog, around));
    if (over.kind === 'dynamic query') ({ catalog } = this.#execute(over.execute, catalog, around));
    const round = this.run(steps, catalog, [...around, { kind: 'loop', over }]);
    return { ...went(this.#possibly(catalog, round.catalog)), refusals: round.refusals };
  }

  #block({ steps, handlers }: Extract<BodyStep, { kind: 'block' }>, start: Catalog, around: Around): Outcome {
    if (handlers.length === 0) return this.run(steps, start, around);
    const conditions = handlers.flatMap((handler) => handler.conditions);
    const tried = this.run(steps, start, [...around, { kind: 'protected', conditions }]);
    const caught = tried.refusals.find((reason) => isCaught(reason, conditions));
    const undone = caught === undefined ? tried.catalog : start;
    // A handler runs after an error, which nobody can foresee but for the refusals that the catalog knows.
    const handled = handlers.reduce((catalog, handler) => {
      const { catalog: after } = this.run(handler.steps, undone, [
        ...around,
        { kind: 'handler', conditions: handler.conditions },
      ]);
      return this.#possibly(catalog, after);
    }, undone);
    return {
      catalog: handled,
      ends: caught === undefined && tried.ends !== 'failed' ? tried.ends : 'here',
      mayHaveLeft: tried.mayHaveLeft,
      refusals: caught === undefined ? tried.refusals : [],
    };
  }

  #possibly(before: Catalog, after: Catalog): Catalog {
    return mergePossible(before, after, this.#entry('a DO block may have changed it', []));
  }

  #changedByUnknown(catalog: Catalog, relations: readonly QualifiedName[]): Catalog {
    const entry = this.#entry('a DO block runs SQL that it puts together', relations);
    return { ...withUncertain(catalog, entry), notUnderstood: [...catalog.notUnderstood, entry] };
  }

  #entry(what: string, relations: readonly QualifiedName[]): NotUnderstood {
    return { origin: { path: this.path, span: this.block.span }, kind: 'dynamic', what, relations };
  }
}

function went(catalog: Catalog): Outcome {
  return { catalog, ends: 'here', mayHaveLeft: false, refusals: [] };
}
