import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, spokenLocks } from '../readings/waiting';

/** Another expression for a stored generated column: every row is computed again at once. */
export const pgSetExpression: Rule = {
  id: 'pg-set-expression',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ALTER COLUMN … SET EXPRESSION of a stored generated column, which rewrites the whole table',
  speaksOf: ['AT_SetExpression'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_SetExpression' || relation === undefined) return undefined;
  if (effects.rewrites.length === 0 || couldBeNew(relation, reviewed, migration)) return undefined;
  return {
    what: `The new expression of ${command.name ?? 'the column'} is computed and stored for every row: all of ${spokenName(relation)} and its indexes are written anew under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Add a column for the new meaning, so that code which relies on the old one finds it, keep it up to date with a trigger, fill the existing rows in batches, and let the application move over to it.',
    span: action.span,
    relations: effects.rewrites,
  };
}
