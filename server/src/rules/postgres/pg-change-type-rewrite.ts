import type { ExplainedAction } from '../../behaviour';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { findColumn, findTable, spokenName, spokenType } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { whatItHangsOn, whoWaitsMeanwhile } from '../readings/rewrites';
import { changedColumn, type ChangedColumn } from '../readings/typeChanges';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

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
  if (changed === undefined) return undefined;
  const { relation, column, newType } = changed;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  if (effects.rewrites.length === 0) {
    return hangsOnTimeZone(changed, reviewed) ? perhaps(changed, { action, effects }) : undefined;
  }
  return {
    what: `Changing ${column.name} from ${spokenType(column.type)} to ${newType} writes all of ${spokenName(relation)} and its indexes anew under ${spokenLocks(blockingLocks(effects))}.${whatItHangsOn(effects)}`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Expand and contract instead: a column of the new type, a trigger that keeps both in step, a backfill in batches, a swap of the names, and the old column dropped last; Split into Expand, Backfill and Contract writes these migrations.',
    span: action.span,
    relations: effects.rewrites,
  };
}

/** Only under a time zone without any offset does the server keep the stored values (PostgreSQL 12 on). */
function hangsOnTimeZone(
  { relation, column }: ChangedColumn,
  { after, settings }: ReviewedStatement,
): boolean {
  const types = [column.type.name, findColumn(findTable(after, relation), column.name)?.type.name];
  const isConversion = types.includes('timestamp') && types.includes('timestamptz');
  return isConversion && !withoutOffset.has(settings.get('timezone')?.toLowerCase() ?? '');
}

const withoutOffset: ReadonlySet<string> = new Set(['utc', 'gmt', 'etc/utc', 'etc/gmt', 'zulu']);

function perhaps(
  { relation, column, newType }: ChangedColumn,
  { action, effects }: Pick<ExplainedAction, 'action' | 'effects'>,
): Finding | undefined {
  // That finding says what it hangs on, too.
  if (effects.rebuildsIndexes.length > 0) return undefined;
  const locks = blockingLocks(effects);
  return {
    what: `Changing ${column.name} from ${spokenType(column.type)} to ${newType} writes all of ${spokenName(relation)} anew under ${spokenLocks(locks)}, unless the session’s TimeZone is UTC.`,
    who: `Where it is not, on some tenants’ servers perhaps, ${whoWaits(locks)} for as long as that takes.`,
    remedy:
      "If the stored values are meant as UTC, say SET LOCAL TimeZone = 'UTC' before it: then no row is touched; else expand and contract.",
    span: action.span,
    relations: [relation],
    severity: 'info',
  };
}
