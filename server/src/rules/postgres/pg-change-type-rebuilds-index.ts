import type { ExplainedAction } from '../../behaviour';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenList, spokenName, spokenType } from '../../catalog';
import { findingsByAction } from '../readings/findingsByAction';
import { couldBeNew } from '../readings/newTables';
import { isRewrittenAnyway, whatItHangsOn, whoWaitsMeanwhile } from '../readings/rewrites';
import { changedColumn } from '../readings/typeChanges';
import { blockingLocks, spokenLocks } from '../readings/waiting';

/** A type change that leaves the rows as they are, but not the indexes on the column. */
export const pgChangeTypeRebuildsIndex: Rule = {
  id: 'pg-change-type-rebuilds-index',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ALTER COLUMN … TYPE that keeps the rows, but builds indexes on the column anew under the lock',
  speaksOf: ['AT_AlterColumnType'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const changed = changedColumn(action, reviewed);
  const { rebuildsIndexes } = effects;
  if (changed === undefined || rebuildsIndexes.length === 0) return undefined;
  const { relation, column, newType } = changed;
  if (isRewrittenAnyway(relation, reviewed) || couldBeNew(relation, reviewed, migration)) return undefined;
  const indexes = rebuildsIndexes.map((index) => spokenName(index));
  const [several, them] = indexes.length > 1 ? ['indexes', 'them'] : ['index', 'it'];
  const origins = rebuildsIndexes.flatMap((name) => reviewed.before.indexes.get(name) ?? []);
  const isOfKey = origins.some(({ constraint }) => constraint !== undefined);
  return {
    what: `Changing ${column.name} from ${spokenType(column.type)} to ${newType} keeps the rows, but builds the ${several} ${spokenList(indexes)} anew under ${spokenLocks(blockingLocks(effects))}.${whatItHangsOn(effects)}`,
    who: whoWaitsMeanwhile(effects),
    remedy: isOfKey
      ? `Expand and contract instead: add a column of the new type with its own ${several} built CONCURRENTLY, keep both columns in step, and switch over.`
      : `Drop the ${several} in the migration before, and create ${them} again CONCURRENTLY in the migration after, if queries can do without ${them} for so long; else expand and contract.`,
    span: action.span,
    relations: [relation],
    related: origins.map(({ name, origin }) => ({ origin, message: `${name} was created here.` })),
  };
}
