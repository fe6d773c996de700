import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, Rule } from '../model';

/** DROP DATABASE: in a product with a database a tenant, a tenant. */
export const pgDropDatabase: Rule = {
  id: 'pg-drop-database',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DROP DATABASE, which loses everything in it at once',
  speaksOf: ['DropdbStmt'],
  *check(migration) {
    for (const { statement } of migration.statements) {
      const name = nodeAs(statement.tree, 'DropdbStmt')?.dbname;
      if (name === undefined || isCreatedByItsUp(name, migration)) continue;
      yield findingFor(name, statement.span);
    }
  },
};

function findingFor(name: string, span: Finding['span']): Finding {
  return {
    what: `DROP DATABASE removes ${name} and its files at once: there is no transaction to roll back.`,
    who: 'Every tenant whose rows are in it has lost them unless a backup holds them.',
    remedy:
      'Take a backup, revoke CONNECT for a while to see that nobody needs it, and drop it by hand, not in a migration that runs unattended.',
    span,
    relations: [],
  };
}

/** A rollback may drop the database that its migration creates. */
function isCreatedByItsUp(name: string, reviewed: ReviewedMigration): boolean {
  const { direction, migration } = reviewed;
  if (direction === 'up') return false;
  return reviewed
    .parse(migration.up.sql)
    .statements.some(({ tree }) => nodeAs(tree, 'CreatedbStmt')?.dbname === name);
}
