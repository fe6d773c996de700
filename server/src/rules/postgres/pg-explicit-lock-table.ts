import { nodeAs, tokensOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { locksOnExisting } from '../readings/existingRelations';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isKeyword } from '../readings/tokens';
import { blocksReads, spokenLocks, whoWaits } from '../readings/waiting';

/** LOCK TABLE holds to the end of the transaction, and without a mode takes the strongest there is. */
export const pgExplicitLockTable: Rule = {
  id: 'pg-explicit-lock-table',
  category: 'lock',
  severity: 'info',
  summary: 'LOCK TABLE in a mode that blocks reads or writes until the transaction ends, or outside of one',
  speaksOf: ['LockStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, inTransaction, behaviour } = reviewed;
  if (nodeAs(statement.tree, 'LockStmt') === undefined) return undefined;
  if (!inTransaction) {
    return {
      what: 'LOCK TABLE fails outside of a transaction block (SQLSTATE 25P01), and nothing has opened one.',
      who: 'The migration stops here, on the first tenant database and on every other.',
      remedy: 'Open a transaction with BEGIN before it, or leave it out.',
      span: statement.span,
      relations: behaviour.effects.locks.map(({ relation }) => relation),
      severity: 'error',
    };
  }
  const locks = locksOnExisting(reviewed, migration);
  if (locks.length === 0) return undefined;
  const unread = locks.some(({ mode }) => blocksReads(mode));
  return {
    what: `LOCK TABLE takes ${spokenLocks(locks)}${isModeWritten(reviewed) ? '' : ', because no mode is given,'} and holds ${locks.length === 1 ? 'it' : 'them'} until the transaction ends.`,
    who: `Through all statements that follow ${whoWaits(locks)}, for all tenants.`,
    remedy: `Leave it out where the statements take the locks they need, or ask for the weakest mode that serves, such as SHARE ROW EXCLUSIVE, which lets reads go on, right before the statement that needs it.`,
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    ...(unread ? { severity: 'warning' } : {}),
  };
}

/** `IN … MODE` comes last but for NOWAIT, and a table of the name is in quotes or not there. */
function isModeWritten({ statement }: ReviewedStatement): boolean {
  return tokensOf(statement)
    .slice(-2)
    .some((token) => isKeyword(token, 'MODE'));
}
