import type { ReviewedMigration, ReviewedStatement } from '../model';

/** Whether a `lock_timeout` of the script bounds how long the statement waits for a lock. */
export function isWaitLimited({ settings }: ReviewedStatement): boolean {
  const timeout = settings.get('lock_timeout');
  return timeout !== undefined && !/^\s*0+\s*(?:us|ms|s|min|h|d)?\s*$/.test(timeout);
}

/** The same, or the runner bounds the wait for every statement that it runs. */
export function isWaitLimitedByAnyone(reviewed: ReviewedStatement, { policy }: ReviewedMigration): boolean {
  return policy.runner.setsTimeouts || isWaitLimited(reviewed);
}
