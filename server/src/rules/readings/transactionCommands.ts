import { nodeAs, type Statement } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { oncePerMigration } from './oncePerMigration';

/** BEGIN, COMMIT and the like that do not do what their place suggests. */
export type MisplacedCommand =
  /** A BEGIN inside a transaction: the server only warns and goes on in the one that is open. */
  | { readonly kind: 'nested begin'; readonly reviewed: ReviewedStatement }
  /** A COMMIT or ROLLBACK of the transaction that the runner opened, without a BEGIN of the file's own. */
  | { readonly kind: 'end of the runner’s'; readonly reviewed: ReviewedStatement }
  /** A COMMIT or ROLLBACK where no transaction is open. */
  | { readonly kind: 'end of nothing'; readonly reviewed: ReviewedStatement }
  /** A BEGIN that nothing in the file ends. */
  | { readonly kind: 'unclosed begin'; readonly reviewed: ReviewedStatement };

export type TransactionCommand = 'begin' | 'commit' | 'rollback';

/** What opens or ends a transaction; savepoints do neither. */
export function transactionCommand({ tree }: Statement): TransactionCommand | undefined {
  switch (nodeAs(tree, 'TransactionStmt')?.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return 'begin';
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_PREPARE':
      return 'commit';
    case 'TRANS_STMT_ROLLBACK':
      return 'rollback';
    default:
      return undefined;
  }
}

/** The first statement of the transaction in which the statement runs, or of the file where there is none before it. */
export function startOfTransaction(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): ReviewedStatement {
  const { index } = reviewed.statement;
  const start = startsOfTransactions(migration).findLast(({ from }) => from <= index)?.first;
  return start === undefined || start.statement.index > index ? reviewed : start;
}

/** By the place from which on it is so: the statement after the last BEGIN, COMMIT or ROLLBACK so far. */
const startsOfTransactions = oncePerMigration(({ statements }) => {
  const own = statements.filter(({ within }) => within === undefined);
  const afterCommands = own.flatMap(({ statement }, place) =>
    transactionCommand(statement) === undefined ? [] : [{ from: statement.index, first: own[place + 1] }],
  );
  return [{ from: 0, first: own[0] }, ...afterCommands];
});

export function misplacedCommands(migration: ReviewedMigration): readonly MisplacedCommand[] {
  const misplaced: MisplacedCommand[] = [];
  let open: 'by the runner' | ReviewedStatement | undefined =
    migration.transaction === 'per-file' ? 'by the runner' : undefined;
  let nested = 0;
  for (const reviewed of migration.statements) {
    const command = transactionCommand(reviewed.statement);
    // A DO block ends transactions of its own making, if any.
    if (command === undefined || reviewed.within !== undefined) continue;
    if (command === 'begin') {
      if (open !== undefined) {
        misplaced.push({ kind: 'nested begin', reviewed });
        nested++;
      }
      open ??= reviewed;
      continue;
    }
    const isOwn = open !== undefined && open !== 'by the runner';
    // The end of a nested BEGIN is told with that BEGIN.
    if (!isOwn && nested > 0) nested--;
    else if (open === undefined) misplaced.push({ kind: 'end of nothing', reviewed });
    else if (open === 'by the runner') misplaced.push({ kind: 'end of the runner’s', reviewed });
    open = isChained(reviewed.statement) ? reviewed : undefined;
  }
  if (open !== undefined && open !== 'by the runner') {
    misplaced.push({ kind: 'unclosed begin', reviewed: open });
  }
  return misplaced;
}

/** COMMIT AND CHAIN opens the next transaction at once. */
function isChained({ tree }: Statement): boolean {
  return nodeAs(tree, 'TransactionStmt')?.chain === true;
}
