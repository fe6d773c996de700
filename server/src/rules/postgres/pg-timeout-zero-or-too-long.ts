import { setLockTimeout } from '../../rewrite';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { millisecondsOf } from '../readings/durations';
import { locksWaitedFor } from '../readings/lockWaits';
import { settingCommand } from '../readings/settingCommands';
import { statementsBefore } from '../readings/statementOrder';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** How long a statement may hold up everybody behind it in the queue before that is an outage, in milliseconds. */
const longestWait = 10_000;

/** A lock_timeout that is no limit, or one that comes long after the first users have given up. */
export const pgTimeoutZeroOrTooLong: Rule = {
  id: 'pg-timeout-zero-or-too-long',
  category: 'lock',
  severity: 'warning',
  summary:
    'A lock_timeout of zero, which is no limit, or of more than ten seconds, before a lock that others wait for',
  *check(migration) {
    const told = new Set<ReviewedStatement | undefined>();
    for (const reviewed of migration.statements) {
      const wait = millisecondsOf(reviewed.settings.get('lock_timeout') ?? '');
      if (wait === undefined || (wait > 0 && wait <= longestWait)) continue;
      if (locksWaitedFor(reviewed).length === 0) continue;
      const set = whereSet(reviewed, migration);
      if (told.has(set)) continue;
      told.add(set);
      yield findingFor(wait, set, reviewed, migration);
    }
  },
};

function findingFor(
  wait: number,
  set: ReviewedStatement | undefined,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const locks = locksWaitedFor(reviewed);
  const { kind } = reviewed.behaviour;
  const isUnlimited = wait === 0;
  return {
    what: isUnlimited
      ? `A lock_timeout of 0 is no limit: ${kind} waits for ${spokenLocks(locks)} behind every query that is already running.`
      : `${kind} may wait ${wait / 1000} seconds for ${spokenLocks(locks)}.`,
    who: `While it waits, all that come after queue behind it: ${whoWaits(locks)}, for all tenants.`,
    remedy: 'Give up after a few seconds, such as 2s, and let the runner try again.',
    span: (set ?? reviewed).statement.span,
    relations: locks.map(({ relation }) => relation),
    ...(isUnlimited ? {} : { severity: 'info' }),
    fixes: set === undefined ? [] : shorten(set, migration),
  };
}

/** The SET that made the limit; undefined where a function call did. */
function whereSet(reviewed: ReviewedStatement, migration: ReviewedMigration): ReviewedStatement | undefined {
  return statementsBefore(reviewed, migration).findLast(
    ({ statement }) => settingCommand(statement)?.name === 'lock_timeout',
  );
}

function shorten({ statement }: ReviewedStatement, { script }: ReviewedMigration): readonly Fix[] {
  const setting = setLockTimeout(settingCommand(statement)?.scope ?? 'session');
  const edits = [{ path: script.path, span: statement.span, newText: setting }];
  return [{ title: `Say ${setting}`, preferred: true, edits }];
}
