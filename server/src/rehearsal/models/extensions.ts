import type { Client } from 'pg';
import { nodeAs, type Statement } from '../../sql';
import type { NotChecked } from '../result';
import type { StatementFilter } from '../run/executeScript';

/**
 * Leaves out the CREATE EXTENSION of an extension that the fixture server does not have, and says so: most of a history
 * goes on without it, and the first statement that needs it names what is missing.
 */
export async function extensionFilter(
  session: Client,
  others: StatementFilter,
  leftOut: (notice: NotChecked) => void,
): Promise<StatementFilter> {
  const { rows } = await session.query<{ name: string }>(
    'select name from pg_catalog.pg_available_extensions',
  );
  const available = new Set(rows.map(({ name }) => name));
  return (statement: Statement) => {
    const extension = nodeAs(statement.tree, 'CreateExtensionStmt')?.extname;
    if (extension === undefined || available.has(extension)) return others(statement);
    leftOut({
      what: `Extension ${extension}`,
      why: 'The fixture server does not have it; what the history needs of it can be made in fixtures.prelude.',
    });
    return Promise.resolve('leave out');
  };
}
