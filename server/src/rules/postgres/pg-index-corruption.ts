import { nodeAs, tokensOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { findKeyword } from '../readings/tokens';

/** An index that PostgreSQL 14.0 to 14.3 may build without some of the rows (release notes of 14.4). */
export const pgIndexCorruption: Rule = {
  id: 'pg-index-corruption',
  category: 'data-loss',
  severity: 'error',
  summary:
    'CREATE INDEX or REINDEX … CONCURRENTLY on PostgreSQL 14.0 to 14.3, which can leave rows out of the index',
  speaksOf: ['IndexStmt', 'ReindexStmt'],
  check: (migration) =>
    leavesRowsOut(migration.policy.version) ? findingsByStatement(migration, findingFor) : [],
};

/** A policy that only says 14 means some later minor version, as far as anybody can tell. */
function leavesRowsOut(version: string): boolean {
  return /^14\.[0-3](?:\.|$)/.test(version);
}

function findingFor(reviewed: ReviewedStatement, { policy }: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  const builds = nodeAs(statement.tree, 'IndexStmt') ?? nodeAs(statement.tree, 'ReindexStmt');
  const keyword = findKeyword(tokensOf(statement), 'CONCURRENTLY');
  if (builds === undefined || keyword === undefined) return undefined;
  return {
    what: `On PostgreSQL ${policy.version} ${behaviour.kind} can leave rows out of the index that are changed while it is built.`,
    who: 'Queries that use the index miss these rows without a word, and a unique index lets duplicates in, for all tenants.',
    remedy:
      'Upgrade every server to 14.4 or later first, raise the version in the policy, and REINDEX what was built concurrently before.',
    span: keyword,
    relations: behaviour.effects.locks.map(({ relation }) => relation),
  };
}
