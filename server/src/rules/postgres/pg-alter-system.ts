import { nodeAs } from '../../sql';
import type { Finding, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';

/** ALTER SYSTEM in a migration: a setting of the whole server, for every database on it. */
export const pgAlterSystem: Rule = {
  id: 'pg-alter-system',
  category: 'compatibility',
  severity: 'warning',
  summary: 'ALTER SYSTEM, which changes the configuration of the whole server',
  speaksOf: ['AlterSystemStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor({ statement }: ReviewedStatement): Finding | undefined {
  const change = nodeAs(statement.tree, 'AlterSystemStmt')?.setstmt;
  if (change === undefined) return undefined;
  const isReset = change.kind === 'VAR_RESET' || change.kind === 'VAR_RESET_ALL';
  return {
    what: `ALTER SYSTEM ${isReset ? 'resets' : 'sets'} ${change.name ?? 'all settings'} in the server’s own configuration, at the next reload or restart and not before.`,
    who: 'It holds for every database on the server, those of other tenants and products among them, and no rollback of a transaction takes it back.',
    remedy:
      'Set it where the servers are configured; for one database or role use ALTER DATABASE or ALTER ROLE … SET.',
    span: statement.span,
    relations: [],
  };
}
