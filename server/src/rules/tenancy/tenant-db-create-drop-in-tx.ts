import { oldestMajor } from '../../project';
import { nodeAs } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isRefusedInTransaction } from '../readings/refusedInTransaction';
import { isDatabaseTenancy } from '../readings/tenantDatabases';

/** DROP DATABASE waits for nobody: one connection of the tenant is enough for the server to refuse it. */
export const tenantDbCreateDropInTx: Rule = {
  id: 'tenant-db-create-drop-in-tx',
  category: 'tenant-database',
  severity: 'info',
  summary: 'DROP DATABASE of a tenant without FORCE, which fails while a single connection is open',
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement } = reviewed;
  const drop = nodeAs(statement.tree, 'DropdbStmt');
  if (drop === undefined || !isDatabaseTenancy(migration.policy)) return undefined;
  // Inside a transaction it fails before that, and pg-non-transactional-statement says so.
  if (isRefusedInTransaction(reviewed)) return undefined;
  if ((drop.options ?? []).some((option) => nodeAs(option, 'DefElem')?.defname === 'force')) return undefined;
  const hasForce = oldestMajor(migration.policy) >= 13;
  return {
    what: `DROP DATABASE ${drop.dbname ?? ''} is refused (55006) while any session is connected to it, a pool’s idle one or autovacuum’s too.`,
    who: 'The tenant stays half removed: what came before has gone through, and the run has to be made again when by chance nobody is there.',
    remedy: hasForce
      ? 'Take the right to connect away first, and say WITH (FORCE), which ends the sessions.'
      : 'Take the right to connect away first, and end the sessions by pg_terminate_backend().',
    span: statement.span,
    relations: [],
    fixes: hasForce
      ? [
          {
            title: 'End the sessions (WITH (FORCE))',
            preferred: false,
            edits: [insertion(migration, statement.span.end, ' WITH (FORCE)')],
          },
        ]
      : [],
  };
}
