import type { ExplainedAction } from '../../behaviour';
import { requireValuesFirst } from '../fixes/keyOverIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { keyOfLiveTable } from '../readings/addedKeys';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenList, spokenName } from '../../catalog';
import { nullableColumnsOf } from '../readings/notNullProof';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** A primary key over an index that is there looks through the whole table all the same where its columns may be null. */
export const pgPkUsingNullableIndex: Rule = {
  id: 'pg-pk-using-nullable-index',
  category: 'lock',
  severity: 'warning',
  summary:
    'ADD PRIMARY KEY USING INDEX on nullable columns, which blocks reads and writes while all rows are checked',
  speaksOf: ['AT_AddConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { action, effects } = explained;
  const key = keyOfLiveTable(explained, reviewed, migration);
  if (key?.written.contype !== 'CONSTR_PRIMARY' || key.written.indexname === undefined) return undefined;
  if (key.table === undefined || !scansUnderLock(effects)) return undefined;
  const { relation, table, named, written, columns } = key;
  const nullable = spokenList(nullableColumnsOf(table, columns));
  return {
    what: `The index is there, but ${nullable} may be null: the primary key makes that NOT NULL, and checks every row of ${spokenName(relation)} for it under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Rule out nulls first, with a constraint that is added NOT VALID here and validated in a later migration, and add the key after that.',
    span: action.span,
    relations: [relation],
    fixes:
      named === undefined
        ? []
        : requireValuesFirst(migration, reviewed, { named, written, action, table, columns }, []),
  };
}
