import { insertionAfter } from '../fixes/insertions';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { misplacedCommands } from '../readings/transactionCommands';

/** A BEGIN without COMMIT in a file around which the runner opens no transaction. */
export const pgTransactionUnclosed: Rule = {
  id: 'pg-transaction-unclosed',
  category: 'transaction',
  severity: 'error',
  summary: 'BEGIN that no COMMIT ends, so that the migration is undone when its connection closes',
  speaksOf: ['TransactionStmt'],
  *check(migration) {
    for (const { kind, reviewed } of misplacedCommands(migration)) {
      if (kind === 'unclosed begin') yield findingFor(reviewed, migration);
    }
  },
};

function findingFor({ statement }: ReviewedStatement, migration: ReviewedMigration): Finding {
  const last = migration.statements.at(-1)?.statement ?? statement;
  return {
    what: 'This transaction is still open where the file ends.',
    who: 'Its locks are held on until somebody ends it, and when the connection closes first the server undoes everything since, on the first tenant database and on every other.',
    remedy: 'End it with COMMIT.',
    span: statement.span,
    relations: [],
    fixes: [{ title: 'Add COMMIT', preferred: true, edits: [insertionAfter(migration, last, 'COMMIT;')] }],
  };
}
