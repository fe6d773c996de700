import type { RepeatedOperation } from '../observe/application/oldApplication';
import type { QueryFacts } from '../observe/application/queries';
import { counted, failed, passed, skipped, type Check, type Judgement } from './check';

/** Does code written for the schema before still work on the migrated one, and do the project's queries answer as before? */
export const appQueries: Check = {
  id: 'app-queries',
  judge({ alone, migration }) {
    const facts = alone.application;
    if (facts === undefined) return skipped('The migration did not run to its end.');
    const operations = facts.old?.operations ?? [];
    const problems = [...operations.flatMap(operationProblem), ...facts.queries.flatMap(queryProblems)];
    const [first] = problems;
    if (first !== undefined) return failure(first, problems);
    const compared = facts.queries.filter(({ outcome }) => outcome.kind === 'same');
    const open = facts.queries.flatMap(({ path, outcome }) =>
      outcome.kind === 'not compared' ? [`${path} was not compared: ${outcome.reason}`] : [],
    );
    if (facts.old === undefined && compared.length === 0) {
      return skipped(
        open[0] ?? `${migration.up.path} is declared contract: no old code runs any more when it does.`,
      );
    }
    return passed(
      [
        facts.old === undefined
          ? 'It is declared contract, so old code was not tried'
          : spokenOperations(operations),
        ...(compared.length === 0 ? [] : [`${counted(compared.length, 'query result')} as before`]),
      ].join('; ') + '.',
      { sample: [...untriedLines(facts.old?.untried ?? []), ...open] },
    );
  },
};

interface Problem {
  readonly message: string;
  readonly relation: string | undefined;
  readonly details: readonly string[];
}

function failure(first: Problem, problems: readonly Problem[]): Judgement {
  const more = problems.length > 1 ? ` And ${counted(problems.length - 1, 'more problem')}.` : '';
  return failed(`${first.message}${more}`, {
    relations: [...new Set(problems.flatMap(({ relation }) => relation ?? []))],
    sample: problems.flatMap(({ message, details }) => [message, ...details]),
  });
}

function operationProblem({ kind, relation, failure: said }: RepeatedOperation): readonly Problem[] {
  if (said === undefined) return [];
  return [
    {
      message: `${spokenKind[kind]} ${relation} fails: ${said}. This breaks old code that still runs during the rollout.`,
      relation,
      details: [],
    },
  ];
}

const spokenKind: Readonly<Record<RepeatedOperation['kind'], string>> = {
  select: 'A select from',
  insert: 'An insert into',
  update: 'An update of',
  delete: 'A delete from',
};

function queryProblems({ path, outcome, lostIndexes }: QueryFacts): readonly Problem[] {
  const lost = lostIndexes.map(({ relation, index }) => ({
    message: `${path} reads ${relation} in full, where it used the index ${index}.`,
    relation,
    details: [],
  }));
  switch (outcome.kind) {
    case 'failed':
      return [{ message: `${path} fails: ${outcome.message}.`, relation: undefined, details: [] }, ...lost];
    case 'changed':
      return [
        {
          message: `${path} has another result than before; if that is meant, the file says -- tenantsafe: result may change.`,
          relation: undefined,
          details: outcome.sample,
        },
        ...lost,
      ];
    case 'same':
    case 'not compared':
      return lost;
  }
}

function spokenOperations(operations: readonly RepeatedOperation[]): string {
  if (operations.length === 0) return 'It touches nothing that old code uses';
  const relations = new Set(operations.map(({ relation }) => relation));
  return `Old code still works: ${counted(operations.length, 'statement')} on ${counted(relations.size, 'relation')}`;
}

function untriedLines(untried: readonly Pick<RepeatedOperation, 'kind' | 'relation'>[]): readonly string[] {
  return untried.map(
    ({ kind, relation }) => `${spokenKind[kind]} ${relation} was not tried: it did not work before either`,
  );
}
