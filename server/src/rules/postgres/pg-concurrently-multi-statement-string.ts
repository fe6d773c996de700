import type { FrameworkId } from '../../project';
import { nodeAs, tokensOf } from '../../sql';
import { moveIndexOut } from '../fixes/concurrentIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
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

/** Runners that hand the text of a file to the server as it is, the first for golang-migrate and pop. */
const oneQueryRunners: ReadonlySet<FrameworkId> = new Set(['plain', 'golang-migrate', 'prisma']);

/** A folder that the policy says to run without transactions is taken to be run statement by statement, as psql does. */
function isSentAsOneQuery({ migration, policy, file }: ReviewedMigration): boolean {
  const folder = policy.migrations.find(({ path }) => path === migration.folder);
  return (
    oneQueryRunners.has(migration.framework) && folder?.transaction !== 'none' && file.statements.length > 1
  );
}

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
