import type { ExplainedAction } from '../../behaviour';
import { keyOverIndex } from '../fixes/keyOverIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { keyOfLiveTable } from '../readings/addedKeys';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenList, spokenName } from '../../catalog';
import { nullableColumnsOf } from '../readings/notNullProof';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** ADD PRIMARY KEY builds its index, and looks for nulls, while nobody can read or write the table. */
export const pgAddPk: Rule = {
  id: 'pg-add-pk',
  category: 'lock',
  severity: 'warning',
  summary:
    'ADD PRIMARY KEY, which blocks reads and writes while its index is built and its columns are checked',
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
  if (key?.written.contype !== 'CONSTR_PRIMARY' || key.written.indexname !== undefined) return undefined;
  if (!scansUnderLock(effects)) return undefined;
  const { relation, table, named, written, columns } = key;
  const nullable = table === undefined ? [] : nullableColumnsOf(table, columns);
  const nulls =
    nullable.length === 0
      ? ''
      : `, and looks for nulls in ${spokenList(nullable)}, which ${nullable.length === 1 ? 'becomes' : 'become'} NOT NULL`;
  return {
    what: `ADD PRIMARY KEY builds an index from every row of ${spokenName(relation)}${nulls}, under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      table?.kind === 'partitioned'
        ? `A partitioned table takes no index that is there already as its key: add the key to each partition over an index built CONCURRENTLY, and to ${spokenName(relation)} last.`
        : `Create a unique index CONCURRENTLY outside of a transaction, ${nullable.length === 0 ? '' : 'rule out nulls with a constraint that is added NOT VALID and validated later, '}and make the index the key with ADD PRIMARY KEY USING INDEX.`,
    span: action.span,
    relations: [relation],
    fixes:
      table === undefined || named === undefined
        ? []
        : keyOverIndex(migration, reviewed, { named, written, action, table, columns }),
  };
}
