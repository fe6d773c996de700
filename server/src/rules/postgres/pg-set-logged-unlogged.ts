import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, spokenLocks } from '../readings/waiting';

/** Whether a table is in the write-ahead log cannot be changed without writing it anew. */
export const pgSetLoggedUnlogged: Rule = {
  id: 'pg-set-logged-unlogged',
  category: 'rewrite',
  severity: 'warning',
  summary:
    'SET LOGGED or SET UNLOGGED, which rewrites the whole table; an unlogged one is emptied by a crash',
  speaksOf: ['AT_SetLogged', 'AT_SetUnLogged'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const subtype = nodeAs(action.content, 'AlterTableCmd')?.subtype;
  const { relation } = action;
  if ((subtype !== 'AT_SetLogged' && subtype !== 'AT_SetUnLogged') || relation === undefined)
    return undefined;
  if (effects.rewrites.length === 0 || couldBeNew(relation, reviewed, migration)) return undefined;
  const isUnlogged = subtype === 'AT_SetUnLogged';
  const [setting, consequence] = isUnlogged
    ? ['UNLOGGED', 'and the table is empty after a crash and on every replica']
    : ['LOGGED', 'and the whole table goes through the write-ahead log to every replica'];
  return {
    what: `SET ${setting} writes all of ${spokenName(relation)} and its indexes anew under ${spokenLocks(blockingLocks(effects))}, ${consequence}.`,
    who: whoWaitsMeanwhile(effects),
    remedy: `Create another table that is ${setting} from the start, copy the rows in batches while a trigger keeps both in step, and swap the names.`,
    span: action.span,
    relations: effects.rewrites,
  };
}
