import type { Migration } from '../../project';
import { nodeAs } from '../../sql';
import type { StatementFilter } from '../run/executeScript';
import { runnable } from '../run/history';

/**
 * Each migration as one text for the server, which runs it in one transaction without a round trip for each statement.
 * Undefined where a file is not run in one transaction, or has rows to send: then it has to be run statement by statement.
 */
export async function historyTexts(
  migrations: readonly Migration[],
  filter: StatementFilter,
): Promise<readonly string[] | undefined> {
  const texts: string[] = [];
  for (const migration of migrations) {
    const { file, transaction } = runnable(migration, 'up');
    const isPlain =
      transaction === 'per-file' && file.copyData.length === 0 && file.metaCommands.length === 0;
    if (!isPlain) return undefined;
    const statements: string[] = [];
    for (const statement of file.statements) {
      if (nodeAs(statement.tree, 'TransactionStmt') !== undefined) return undefined;
      if ((await filter(statement)) === 'run') statements.push(file.source.slice(statement.span));
    }
    texts.push(statements.map((text) => `${text.replace(/;\s*$/, '')}\n;`).join('\n'));
  }
  return texts;
}
