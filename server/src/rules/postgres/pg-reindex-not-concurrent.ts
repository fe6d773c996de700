import { nodeAs, tokensOf, type NodeOf } from '../../sql';
import { inConcurrentForm } from '../fixes/concurrentForm';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { couldBeNew } from '../readings/newTables';
import { findKeyword } from '../readings/tokens';
import { oldestMajor } from '../../project';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** REINDEX without CONCURRENTLY: nobody writes to the table, and whoever wants the index waits too. */
export const pgReindexNotConcurrent: Rule = {
  id: 'pg-reindex-not-concurrent',
  category: 'lock',
  severity: 'warning',
  summary:
    'REINDEX without CONCURRENTLY, which blocks writes, and reads that use the index, while it is built',
  speaksOf: ['ReindexStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  const reindex = nodeAs(statement.tree, 'ReindexStmt');
  const keyword = reindex === undefined ? undefined : concurrentKeyword(reindex);
  // Before PostgreSQL 12 there is no other way.
  if (keyword === undefined || oldestMajor(migration.policy) < 12) return undefined;
  const locks = blockingLocks(behaviour.effects).filter(
    ({ relation }) => !couldBeNew(relation, reviewed, migration),
  );
  if (locks.length === 0) return undefined;
  const keywordEnd = findKeyword(tokensOf(statement), keyword)?.end;
  return {
    what: `REINDEX takes ${spokenLocks(locks)}, and keeps ${keyword === 'INDEX' ? 'the index' : 'each index'} from all queries, while it is built anew from the whole table.`,
    who: `For as long as that takes, and it grows with the table, ${whoWaits(locks)}, and so does every query that plans with such an index, for all tenants.`,
    remedy: 'Use REINDEX … CONCURRENTLY, outside of a transaction.',
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes:
      keywordEnd === undefined
        ? []
        : inConcurrentForm(migration, reviewed, {
            title: 'Reindex CONCURRENTLY',
            keywordEnd,
            later: { title: 'reindex', down: 'an index that was built anew holds the same as before' },
            down: [],
          }),
  };
}

/** The word that CONCURRENTLY follows; undefined where it is there already, or the server knows no such form. */
function concurrentKeyword({ kind, params }: NodeOf<'ReindexStmt'>): string | undefined {
  if ((params ?? []).some((param) => nodeAs(param, 'DefElem')?.defname === 'concurrently')) return undefined;
  switch (kind) {
    case 'REINDEX_OBJECT_INDEX':
      return 'INDEX';
    case 'REINDEX_OBJECT_TABLE':
      return 'TABLE';
    case 'REINDEX_OBJECT_SCHEMA':
      return 'SCHEMA';
    case 'REINDEX_OBJECT_DATABASE':
      return 'DATABASE';
    default:
      return undefined;
  }
}
