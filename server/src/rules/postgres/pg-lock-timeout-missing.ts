import { insertionBefore, spanWithLine } from '../fixes/insertions';
import { setLockTimeout } from '../../rewrite';
import { scopeFor, settingAtStart } from '../fixes/settings';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { millisecondsOf } from '../readings/durations';
import { locksWaitedFor } from '../readings/lockWaits';
import { settingCommand } from '../readings/settingCommands';
import { statementsAfter } from '../readings/statementOrder';
import { startOfTransaction, transactionCommand } from '../readings/transactionCommands';
import { spokenLocks, whoWaits } from '../readings/waiting';

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
      // One that is set to no limit at all is pg-timeout-zero-or-too-long's.
      (reviewed) => locksWaitedFor(reviewed).length > 0 && !reviewed.settings.has('lock_timeout'),
    );
    if (first !== undefined) yield findingFor(first, migration);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, behaviour } = reviewed;
  const locks = locksWaitedFor(reviewed);
  const setting = setLockTimeout(scopeFor(reviewed));
  const late = setTooLate(reviewed, migration);
  return {
    what: `${behaviour.kind} asks for ${spokenLocks(locks)}, and without a lock_timeout waits for it behind every query that is already running.`,
    who: `While it waits, all that come after queue behind it: ${whoWaits(locks)}, for all tenants.`,
    remedy:
      late === undefined
        ? `Put \`${setting};\` before it, and run the migration again when it times out; if the runner sets a timeout, say so with runner.setsTimeouts in the policy.`
        : 'The lock_timeout is set too late: move it before this statement.',
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes:
      late === undefined ? addSetting(setting, reviewed, migration) : moveFirst(late, reviewed, migration),
  };
}

function addSetting(
  setting: string,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const edits = settingAtStart(setting, reviewed, migration);
  return edits.length === 0 ? [] : [{ title: `Add ${setting};`, preferred: true, edits }];
}

/** A lock_timeout that the same transaction, or the same file outside of one, sets after it was needed. */
function setTooLate(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): ReviewedStatement | undefined {
  const after = statementsAfter(reviewed, migration);
  const end = after.findIndex(({ statement }) => transactionCommand(statement) !== undefined);
  return after.slice(0, end < 0 ? undefined : end).find(({ statement, inTransaction }) => {
    const command = settingCommand(statement);
    if (command?.name !== 'lock_timeout' || command.value === undefined) return false;
    const hasEffect = inTransaction || command.scope === 'session';
    return hasEffect && (millisecondsOf(command.value) ?? 0) > 0;
  });
}

function moveFirst(
  late: ReviewedStatement,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const { path, sql } = migration.script;
  const { start, end } = late.statement.span;
  const setting = `${sql.slice(start, end)};`;
  const first = startOfTransaction(reviewed, migration);
  return [
    {
      title: `Move ${setting} to the beginning`,
      preferred: true,
      edits: [
        insertionBefore(migration, first.statement, setting),
        { path, span: spanWithLine(sql, late.statement), newText: '' },
      ],
    },
  ];
}
