import { settingAtStart, settingFor } from '../fixes/settings';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { locksOnExisting } from '../readings/existingRelations';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** A runner that stalls between two statements keeps what the transaction holds, for as long as it stalls. */
export const pgIdleInTxTimeout: Rule = {
  id: 'pg-idle-in-tx-timeout',
  category: 'lock',
  severity: 'off',
  summary: 'A transaction with strong locks and no idle_in_transaction_session_timeout',
  *check(migration) {
    if (migration.policy.runner.setsTimeouts) return;
    const first = migration.statements.find((reviewed) => holdsOn(reviewed, migration));
    if (first !== undefined) yield findingFor(first, migration);
  },
};

function holdsOn(reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  const { inTransaction, settings } = reviewed;
  return (
    inTransaction &&
    !settings.has('idle_in_transaction_session_timeout') &&
    locksOnExisting(reviewed, migration).length > 0
  );
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, behaviour } = reviewed;
  const locks = locksOnExisting(reviewed, migration);
  const setting = settingFor(reviewed, 'idle_in_transaction_session_timeout', '10s');
  return {
    what: `${behaviour.kind} takes ${spokenLocks(locks)}, and no idle_in_transaction_session_timeout ends the transaction when the runner stalls.`,
    who: `Until somebody ends its session ${whoWaits(locks)}, for all tenants.`,
    remedy: `Put \`${setting};\` at the beginning of the transaction.`,
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes: [
      { title: `Add ${setting};`, preferred: true, edits: settingAtStart(setting, reviewed, migration) },
    ],
  };
}
