import type { ReviewedMigration, ReviewedStatement } from '../model';
import { transactionCommand } from './transactionCommands';

/** Whether other sessions see what the first of two statements did before the second has mended it. */
export function isSeenBetween(
  first: ReviewedStatement,
  second: ReviewedStatement,
  { statements }: ReviewedMigration,
): boolean {
  if (!first.inTransaction) return true;
  return statements
    .slice(statements.indexOf(first), statements.indexOf(second))
    .some(({ statement }) => transactionCommand(statement) === 'commit');
}
