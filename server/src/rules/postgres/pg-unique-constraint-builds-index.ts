import type { ExplainedAction } from '../../behaviour';
import { keyOverIndex } from '../fixes/keyOverIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { keyOfLiveTable } from '../readings/addedKeys';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** ADD UNIQUE builds the index behind the constraint while nobody can read or write the table. */
export const pgUniqueConstraintBuildsIndex: Rule = {
  id: 'pg-unique-constraint-builds-index',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD CONSTRAINT … UNIQUE, which blocks reads and writes while its index is built',
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
  if (key?.written.contype !== 'CONSTR_UNIQUE' || !scansUnderLock(effects)) return undefined;
  const { relation, table, named, written, columns } = key;
  const isPartitioned = table?.kind === 'partitioned';
  return {
    what: `ADD UNIQUE builds an index from every row of ${spokenName(relation)} under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy: isPartitioned
      ? `A partitioned table takes no index that is there already as its key: create a unique index ON ONLY ${spokenName(relation)}, then CONCURRENTLY on each partition, and attach them with ALTER INDEX … ATTACH PARTITION; it makes the values unique as well.`
      : 'Create the unique index CONCURRENTLY outside of a transaction, and make it the constraint with ADD CONSTRAINT … UNIQUE USING INDEX.',
    span: action.span,
    relations: [relation],
    fixes:
      table === undefined || named === undefined
        ? []
        : keyOverIndex(migration, reviewed, { named, written, action, table, columns }),
  };
}
