import { spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { statementsAfter } from '../readings/statementOrder';
import { misplacedCommands, transactionCommand } from '../readings/transactionCommands';

/** A COMMIT or ROLLBACK without a BEGIN of the file's own: it ends what the runner opened, or nothing at all. */
export const pgTransactionMissing: Rule = {
  id: 'pg-transaction-missing',
  category: 'transaction',
  severity: 'warning',
  summary:
    'COMMIT or ROLLBACK without a BEGIN, which cuts the transaction of the runner in two or does nothing',
  speaksOf: ['TransactionStmt'],
  *check(migration) {
    for (const { kind, reviewed } of misplacedCommands(migration)) {
      if (kind === 'end of the runner’s') yield endOfTheRunners(reviewed, migration);
      if (kind === 'end of nothing') yield endOfNothing(reviewed, migration);
    }
  },
};

function endOfTheRunners(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement } = reviewed;
  const isCommit = transactionCommand(statement) === 'commit';
  const isLast = statementsAfter(reviewed, migration).length === 0;
  const command = isCommit ? 'COMMIT' : 'ROLLBACK';
  return {
    what: isCommit
      ? 'COMMIT ends the transaction that the runner opened around this file.'
      : 'ROLLBACK undoes everything that this file has done so far.',
    who: whatFollows(isCommit, isLast),
    remedy: `Leave ${command} to the runner${isLast ? '' : '; what needs a transaction of its own belongs in a migration of its own'}.`,
    span: statement.span,
    relations: [],
    ...(isCommit && isLast ? { severity: 'info' } : {}),
    fixes: isCommit ? without(reviewed, migration, { keepsMeaning: isLast }) : [],
  };
}

function whatFollows(isCommit: boolean, isLast: boolean): string {
  if (!isCommit)
    return 'The runner then notes a migration as done of which nothing is left, on every tenant database.';
  return isLast
    ? 'The runner notes the migration as done in another transaction: stopped between the two, it runs the file again.'
    : 'What comes before it stays when a later statement fails: a tenant database is left half migrated, and the runner cannot tell.';
}

function endOfNothing(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement } = reviewed;
  const command = transactionCommand(statement) === 'commit' ? 'COMMIT' : 'ROLLBACK';
  return {
    what: `${command} does nothing but warn: no transaction is open here.`,
    who: 'Each statement before it was committed by itself, so a migration that fails half way leaves a tenant database half migrated.',
    remedy: `Put BEGIN before the statements that belong together, or leave ${command} out.`,
    span: statement.span,
    relations: [],
    severity: 'info',
    fixes: without(reviewed, migration, { keepsMeaning: true }),
  };
}

function without(
  { statement }: ReviewedStatement,
  { script }: ReviewedMigration,
  { keepsMeaning }: { readonly keepsMeaning: boolean },
): readonly Fix[] {
  const span = spanWithLine(script.sql, statement);
  const edits = [{ path: script.path, span, newText: '' }];
  return [{ title: 'Leave it out', preferred: keepsMeaning, edits }];
}
