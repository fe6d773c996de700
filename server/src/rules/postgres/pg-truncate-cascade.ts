import { tokensOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { lastKeywordBefore } from '../readings/tokens';
import { readTruncate } from '../readings/truncation';

/** TRUNCATE … CASCADE that empties tables which the statement does not name. */
export const pgTruncateCascade: Rule = {
  id: 'pg-truncate-cascade',
  category: 'data-loss',
  severity: 'error',
  summary: 'TRUNCATE … CASCADE, which also empties tables that the statement does not name',
  speaksOf: ['TruncateStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const truncate = readTruncate(reviewed, migration);
  if (truncate === undefined || truncate.alongWithThem.length === 0) return undefined;
  const { named, alongWithThem } = truncate;
  const { statement } = reviewed;
  const keyword = lastKeywordBefore(tokensOf(statement), 'CASCADE', statement.span.end);
  return {
    what: `CASCADE also empties ${spokenList(alongWithThem.map(spokenName))}, whose foreign keys reference ${spokenList(named.map(spokenName))}.`,
    who: 'All rows of these tables are gone too, for all tenants, and a rollback cannot bring them back.',
    remedy:
      'Leave CASCADE out and name every table that is meant; DELETE in batches where only some rows are.',
    span: keyword ?? statement.span,
    relations: [...named, ...alongWithThem],
  };
}
