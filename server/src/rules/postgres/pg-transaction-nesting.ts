import { spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { misplacedCommands, transactionCommand } from '../readings/transactionCommands';

/** A BEGIN in a transaction that is open already: the COMMIT that belongs to it ends the outer one. */
export const pgTransactionNesting: Rule = {
  id: 'pg-transaction-nesting',
  category: 'transaction',
  severity: 'warning',
  summary: 'BEGIN inside a transaction, so that its COMMIT ends the transaction of the runner or of the file',
  speaksOf: ['TransactionStmt'],
  *check(migration) {
    // The first one brings all that comes after out of step.
    const first = misplacedCommands(migration).find(({ kind }) => kind === 'nested begin');
    if (first !== undefined) yield findingFor(first.reviewed, migration);
  },
};

function findingFor({ statement }: ReviewedStatement, migration: ReviewedMigration): Finding {
  const isRunners = migration.transaction === 'per-file';
  const ends = migration.statements.some((other) => transactionCommand(other.statement) === 'commit');
  return {
    what: `There is a transaction already, ${isRunners ? 'opened by the runner around this file' : 'opened by this file before'}: BEGIN does nothing but warn${ends ? ', and the next COMMIT ends that transaction' : ''}.`,
    who: 'What stands before that COMMIT stays when a later statement fails: a tenant database is left half migrated, and the runner cannot tell.',
    remedy: isRunners
      ? 'Leave BEGIN and COMMIT out, or tell the runner to open no transaction around this file.'
      : 'Leave the inner BEGIN and COMMIT out, or use SAVEPOINT for a part that may fail.',
    span: statement.span,
    relations: [],
    fixes: isRunners ? withoutCommands(migration) : [],
  };
}

/** All of them go, so that the file is as atomic as its runner means it to be. */
function withoutCommands({ script, statements }: ReviewedMigration): readonly Fix[] {
  const commands = statements.filter(({ statement }) => transactionCommand(statement) !== undefined);
  if (commands.some(({ statement }) => transactionCommand(statement) === 'rollback')) return [];
  const edits = commands.map(({ statement }) => ({
    path: script.path,
    span: spanWithLine(script.sql, statement),
    newText: '',
  }));
  return [{ title: 'Leave the transaction to the runner', preferred: true, edits }];
}
