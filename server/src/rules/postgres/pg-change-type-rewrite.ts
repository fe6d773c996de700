import type { ExplainedAction } from '../../behaviour';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName, spokenType } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { whatItHangsOn, whoWaitsMeanwhile } from '../readings/rewrites';
import { changedColumn } from '../readings/typeChanges';
import { blockingLocks, spokenLocks } from '../readings/waiting';

/** A type change for which the server writes the whole table anew, under the strongest lock. */
export const pgChangeTypeRewrite: Rule = {
  id: 'pg-change-type-rewrite',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ALTER COLUMN … TYPE that rewrites the whole table and blocks reads and writes meanwhile',
  speaksOf: ['AT_AlterColumnType'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const changed = changedColumn(action, reviewed);
  if (changed === undefined || effects.rewrites.length === 0) return undefined;
  const { relation, column, newType } = changed;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  return {
    what: `Changing ${column.name} from ${spokenType(column.type)} to ${newType} writes all of ${spokenName(relation)} and its indexes anew under ${spokenLocks(blockingLocks(effects))}.${whatItHangsOn(effects)}`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Expand and contract instead: a column of the new type, a trigger that keeps both in step, a backfill in batches, a swap of the names, and the old column dropped last; Split into Expand, Backfill and Contract writes these migrations.',
    span: action.span,
    relations: effects.rewrites,
  };
}
