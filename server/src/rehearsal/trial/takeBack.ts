import { parseSqlFile, kindOf } from '../../sql';
import type { Migration } from '../../project';
import type { StatementListener } from '../run/executeScript';

/** Whether a migration can be run up to its commit and taken back: its runner's transaction is the only one. */
export function takesBack({ up }: Migration): boolean {
  const endsOne = parseSqlFile(up.sql).statements.some(
    ({ tree }) => tree !== undefined && kindOf(tree) === 'TransactionStmt',
  );
  return up.transaction === 'per-file' && !endsOne;
}

/** Fails the run at its commit, so that the runner rolls it back. */
export const takeBack: StatementListener = {
  beforeCommit: () => Promise.reject(new Error('taken back before its commit')),
};
