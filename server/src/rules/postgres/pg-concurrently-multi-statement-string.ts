import { nodeAs, tokensOf } from '../../sql';
import { moveIndexOut } from '../fixes/concurrentIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isSentAsOneQuery } from '../readings/oneQuery';
import { findKeyword } from '../readings/tokens';

/**
 * Several statements in one query string are one implicit transaction block for the server, whatever the runner says of
 * transactions (manual, section "Multiple Statements in a Simple Query").
 */
export const pgConcurrentlyMultiStatementString: Rule = {
  id: 'pg-concurrently-multi-statement-string',
  category: 'transaction',
  severity: 'warning',
  summary:
    'CONCURRENTLY or VACUUM beside other statements, in a file that the runner sends as one query string',
  check: (migration) => (isSentAsOneQuery(migration) ? findingsByStatement(migration, findingFor) : []),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, inTransaction, behaviour } = reviewed;
  // Inside a transaction block pg-concurrently-in-transaction and pg-non-transactional-statement speak.
  if (inTransaction || behaviour.effects.transactional) return undefined;
  const keyword = findKeyword(tokensOf(statement), 'CONCURRENTLY');
  return {
    what: `${behaviour.kind} fails beside other statements (SQLSTATE 25001) when the runner sends this file as one query string: the server makes one transaction block of it, also between a COMMIT and a BEGIN.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy:
      'Give it a file of its own; if your runner sends statement by statement, as psql does, say transaction: none for this folder in the policy.',
    span: keyword ?? statement.span,
    relations: behaviour.actions.flatMap(({ action }) => action.relation ?? []),
    fixes: nodeAs(statement.tree, 'IndexStmt') === undefined ? [] : moveIndexOut(migration, reviewed),
  };
}
