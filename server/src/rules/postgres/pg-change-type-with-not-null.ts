import type { ExplainedAction } from '../../behaviour';
import { findTable, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import { notNullLater } from '../fixes/notNullLater';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { couldBeNew } from '../readings/newTables';
import { isRewrittenAnyway, whoWaitsMeanwhile } from '../readings/rewrites';
import { changesTypeOf } from '../readings/typeChanges';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** A brief type change that is made long by a SET NOT NULL of the same column in the same statement. */
export const pgChangeTypeWithNotNull: Rule = {
  id: 'pg-change-type-with-not-null',
  category: 'lock',
  severity: 'warning',
  summary:
    'ALTER COLUMN … TYPE with SET NOT NULL of the same column, which reads the whole table under the lock',
  speaksOf: ['AT_SetNotNull'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_SetNotNull' || command.name === undefined || relation === undefined) {
    return undefined;
  }
  if (!scansUnderLock(effects) || !changesTypeOf(reviewed, command.name)) return undefined;
  // Where the type change writes the table anew, the nulls are looked for in that same pass.
  if (isRewrittenAnyway(relation, reviewed) || couldBeNew(relation, reviewed, migration)) return undefined;
  const table = findTable(reviewed.before, relation);
  return {
    what: `The type of ${command.name} changes in a moment, but SET NOT NULL in the same statement reads every row of ${spokenName(relation)} under the same ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Change the type alone; make the column NOT NULL in a later migration, with a constraint that was added NOT VALID and validated before.',
    span: action.span,
    relations: [relation],
    fixes: table === undefined ? [] : notNullLater(migration, action, table, command.name),
  };
}
