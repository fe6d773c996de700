import type { Node } from '@pgsql/types';
import { blockedBy } from '../../behaviour';
import { nodeAs, sqlOf } from '../../sql';
import { setLockTimeout } from '../steps/lockTimeout';
import type { RollbackRequest, RollbackStep } from './model';
import type { RestoringStatement } from './restoreSchema';
import { stepsAside, type Steps } from './stepsAside';

/**
 * The statements of a rollback for outside of transactions: indexes are built CONCURRENTLY, constraints come back NOT
 * VALID and are validated, and a second run gets past what a stopped one left. Undefined where one transaction is the
 * better way: where the migration made others wait itself, where nothing takes long, or where a statement cannot run twice.
 */
export function withoutBlocking(
  statements: readonly RestoringStatement[],
  request: RollbackRequest,
): readonly RestoringStatement[] | undefined {
  if (request.outsideTransactions !== 'possible' || !request.steps.every(letsOthersGoOn)) return undefined;
  const inSteps: Steps[] = [];
  for (const statement of statements) {
    const steps = statement.isAboutRows === true ? undefined : stepsAside(statement.tree, request.after);
    if (steps === undefined) return undefined;
    inSteps.push(steps);
  }
  if (!inSteps.some(({ takesLong }) => takesLong)) return undefined;
  const aside = inSteps.flatMap(({ trees }) => trees.map((tree) => ({ tree, sql: sqlOf(tree) })));
  return request.lockTimeout === undefined ? aside : withBoundedWaits(aside);
}

/** Whether the statement makes or drops an index without blocking writers, which no transaction block allows. */
export function isConcurrent(tree: Node | undefined): boolean {
  return nodeAs(tree, 'IndexStmt')?.concurrent === true || nodeAs(tree, 'DropStmt')?.concurrent === true;
}

function letsOthersGoOn({ behaviour: { effects } }: RollbackStep): boolean {
  const locked = effects.locks
    .filter(({ mode }) => blockedBy(mode).includes('writes'))
    .map(({ relation }) => relation);
  return [...effects.rewrites, ...effects.scans].every((relation) => !locked.includes(relation));
}

/** CONCURRENTLY waits for transactions that run: a limit that is meant for locks would cancel it. */
function withBoundedWaits(statements: readonly RestoringStatement[]): readonly RestoringStatement[] {
  const isBounded = (statement: RestoringStatement | undefined) =>
    statement !== undefined && !isConcurrent(statement.tree);
  const bounded = statements.flatMap((statement, index) => {
    if (isBounded(statement) === isBounded(statements[index - 1])) return [statement];
    return [isBounded(statement) ? boundedWaits : unboundedWaits, statement];
  });
  return isBounded(statements.at(-1)) ? [...bounded, unboundedWaits] : bounded;
}

const boundedWaits: RestoringStatement = {
  tree: { VariableSetStmt: { kind: 'VAR_SET_VALUE', name: 'lock_timeout' } },
  sql: setLockTimeout('session'),
};
const unboundedWaits: RestoringStatement = {
  tree: { VariableSetStmt: { kind: 'VAR_RESET', name: 'lock_timeout' } },
  sql: 'RESET lock_timeout',
};
