import { shownTenant, type RehearsalResult, type StatementPlan } from '../result';
import { count, milliseconds } from './figures';

export interface ExplainedStatement {
  /** Zero-based place in the migration. */
  readonly index: number;
  readonly plan: StatementPlan;
}

/** The statements of the shown run that the server explained. */
export function explainedStatements(result: RehearsalResult): readonly ExplainedStatement[] {
  const shown = shownTenant(result);
  return result.statements.flatMap(({ tenant, direction, index, explain }) =>
    tenant === shown && direction === 'up' && explain !== undefined ? [{ index, plan: explain }] : [],
  );
}

/** What the index that was tried changed, as a sentence; undefined where none was found to help. */
export function indexAdvice({ ms, index }: StatementPlan): string | undefined {
  if (index === null) return undefined;
  const { relation, columns } = index;
  return `A sequential scan of ${relation} threw most rows away; with an index on (${columns.join(', ')}) the statement read ${count(index.pages)} instead of ${count(index.pagesWithout)} pages to find its rows and took ${milliseconds(index.ms)} instead of ${milliseconds(ms)}.`;
}

/** One line for each statement that an index would have helped. */
export function adviceLines(result: RehearsalResult): readonly string[] {
  return explainedStatements(result).flatMap(({ index, plan }) => {
    const advice = indexAdvice(plan);
    return advice === undefined ? [] : [`Statement ${index + 1}: ${advice}`];
  });
}
