import type { ReviewedMigration, ReviewedStatement } from '../model';

/** The statements of the script before this one, in order. */
export function statementsBefore(
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): readonly ReviewedStatement[] {
  return statements.slice(0, statements.indexOf(reviewed));
}

/** The statements of the script after this one, in order. */
export function statementsAfter(
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): readonly ReviewedStatement[] {
  return statements.slice(statements.indexOf(reviewed) + 1);
}
