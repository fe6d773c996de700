import { tokensOf } from '../../sql';
import { canLeaveTransaction, leaveTransaction, standsAlone } from '../fixes/concurrentIndex';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isRefusedInTransaction } from '../readings/refusedInTransaction';
import { findKeyword } from '../readings/tokens';

/** A statement that the server only runs outside of a transaction block, in a file that the runner or itself wraps in one. */
export const pgNonTransactionalStatement: Rule = {
  id: 'pg-non-transactional-statement',
  category: 'transaction',
  severity: 'error',
  summary: 'VACUUM, CREATE DATABASE and other statements that fail inside a transaction, inside one',
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  if (!isRefusedInTransaction(reviewed)) return undefined;
  // Where the word CONCURRENTLY is the reason, pg-concurrently-in-transaction knows more.
  if (findKeyword(tokensOf(statement), 'CONCURRENTLY') !== undefined) return undefined;
  const isOwn = migration.transaction === 'none';
  return {
    what: `${behaviour.kind} fails inside a transaction block (SQLSTATE 25001), and ${isOwn ? 'this file has opened one' : 'the runner opens one around this file'}.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: remedyFor(reviewed, migration),
    span: statement.span,
    relations: behaviour.actions.flatMap(({ action }) => action.relation ?? []),
    fixes: fixesFor(reviewed, migration),
  };
}

function remedyFor(reviewed: ReviewedStatement, migration: ReviewedMigration): string {
  if (migration.transaction === 'none') return 'Commit before it, and begin again after it.';
  return standsAlone(migration, reviewed)
    ? 'Tell the runner to keep this file out of a transaction.'
    : 'Move it to a migration of its own that runs outside of a transaction.';
}

function fixesFor(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  if (!canLeaveTransaction(migration) || !standsAlone(migration, reviewed)) return [];
  const edits = leaveTransaction(migration);
  return edits.length === 0 ? [] : [{ title: 'Keep this file out of a transaction', preferred: true, edits }];
}
