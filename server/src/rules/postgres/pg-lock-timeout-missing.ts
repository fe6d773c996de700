import { isStronger, type LockClaim } from '../../behaviour';
import { nodeAs } from '../../sql';
import { insertionBefore } from '../fixes/insertions';
import { setLockTimeout } from '../fixes/lockTimeout';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { isWaitLimited } from '../readings/lockTimeouts';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/**
 * A strong lock asked for without a limit on the wait for it. While it queues behind one long query, everybody who comes
 * after queues behind it.
 */
export const pgLockTimeoutMissing: Rule = {
  id: 'pg-lock-timeout-missing',
  category: 'lock',
  severity: 'warning',
  summary: 'A lock that blocks reads or writes of an existing table is waited for without a lock_timeout',
  *check(migration) {
    if (migration.policy.runner.setsTimeouts) return;
    const first = migration.statements.find(
      (reviewed) => strongLocks(reviewed).length > 0 && !isWaitLimited(reviewed),
    );
    if (first !== undefined) yield findingFor(first, migration);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, inTransaction, behaviour } = reviewed;
  const locks = strongLocks(reviewed);
  const setting = `${setLockTimeout(inTransaction ? 'transaction' : 'session')};`;
  return {
    what: `${behaviour.kind} asks for ${spokenLocks(locks)}, and without a lock_timeout waits for it behind every query that is already running.`,
    who: `While it waits, all that come after queue behind it: ${whoWaits(locks)}, for all tenants.`,
    remedy: `Put \`${setting}\` before it, and run the migration again when it times out; if the runner sets a timeout, say so with runner.setsTimeouts in the policy.`,
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes: [
      {
        title: `Add ${setting}`,
        preferred: true,
        edits: [insertionBefore(migration, startOfTransaction(reviewed, migration).statement, setting)],
      },
    ],
  };
}

/** The locks that somebody would wait for, without those that the transaction holds already. */
function strongLocks({ behaviour, held }: ReviewedStatement): readonly LockClaim[] {
  return blockingLocks(behaviour.effects).filter(({ relation, mode }) => {
    const holding = held.get(relation);
    return holding === undefined || isStronger(mode, holding);
  });
}

/**
 * The first statement of the transaction in which the statement runs, or the file's first where there is none. A timeout
 * of zero before it would win, so there it is the statement itself.
 */
function startOfTransaction(reviewed: ReviewedStatement, migration: ReviewedMigration): ReviewedStatement {
  if (reviewed.settings.has('lock_timeout')) return reviewed;
  const inScript = migration.statements.filter(({ within }) => within === undefined);
  const before = inScript.slice(0, reviewed.statement.index + 1);
  const boundary = before.findLastIndex(
    ({ statement }) => nodeAs(statement.tree, 'TransactionStmt') !== undefined,
  );
  return before[boundary + 1] ?? reviewed;
}
