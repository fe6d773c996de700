import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, spokenLocks } from '../readings/waiting';

/** A table that moves to another place or another form of storage is copied as a whole. */
export const pgSetAccessMethodTablespace: Rule = {
  id: 'pg-set-access-method-tablespace',
  category: 'rewrite',
  severity: 'warning',
  summary: 'SET TABLESPACE or SET ACCESS METHOD to another one, which copies the whole table under the lock',
  speaksOf: ['AT_SetAccessMethod', 'AT_SetTableSpace'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  const isMethod = command?.subtype === 'AT_SetAccessMethod';
  if ((!isMethod && command?.subtype !== 'AT_SetTableSpace') || relation === undefined) return undefined;
  if (effects.rewrites.length === 0 || couldBeNew(relation, reviewed, migration)) return undefined;
  const target = isMethod ? 'ACCESS METHOD' : 'TABLESPACE';
  return {
    what: `SET ${target} ${command.name ?? 'DEFAULT'} copies all of ${spokenName(relation)} under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy: isMethod
      ? 'Create another table with the access method, copy the rows in batches while a trigger keeps both in step, and swap the names.'
      : 'Use pg_repack with --tablespace, which takes the strong lock only for a moment at the end, or do it while the application is stopped.',
    span: action.span,
    relations: effects.rewrites,
  };
}
