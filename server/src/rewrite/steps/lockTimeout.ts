import { nodeAs, type Statement } from '../../sql';
import type { MigrationPlace } from './migrationPlace';

/** How long a statement of a migration may queue for a lock, and so hold up everybody behind it in the queue. */
const lockTimeout = '2s';

/** `SET LOCAL` ends with its transaction; outside of one it would do nothing. */
export function setLockTimeout(scope: 'transaction' | 'session'): string {
  return `SET ${scope === 'transaction' ? 'LOCAL ' : ''}lock_timeout = '${lockTimeout}'`;
}

/** Whether the statement is a `SET LOCAL lock_timeout`, to whatever value. */
export function setsLocalLockTimeout({ tree }: Statement): boolean {
  const set = nodeAs(tree, 'VariableSetStmt');
  return set?.is_local === true && set.name?.toLowerCase() === 'lock_timeout';
}

/** Statements outside of a transaction, with a limit on their wait for locks that ends with them. */
export function inSessionWithTimeout(
  { policy }: Pick<MigrationPlace, 'policy'>,
  statements: readonly string[],
): readonly string[] {
  if (policy.runner.setsTimeouts) return statements;
  return [setLockTimeout('session'), ...statements, 'RESET lock_timeout'];
}
