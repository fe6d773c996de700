import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { isCopiedBefore } from '../readings/replacedRelations';
import { readTruncate } from '../readings/truncation';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** TRUNCATE of tables that were there before: all rows of all tenants, whatever row-level security says. */
export const pgTruncate: Rule = {
  id: 'pg-truncate',
  category: 'data-loss',
  severity: 'warning',
  summary: 'TRUNCATE, which empties a table for all tenants, past row-level security',
  speaksOf: ['TruncateStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const truncate = readTruncate(reviewed, migration);
  // Where CASCADE empties further tables, pg-truncate-cascade speaks.
  if (truncate === undefined || truncate.alongWithThem.length > 0) return undefined;
  const { named } = truncate;
  const locks = blockingLocks(reviewed.behaviour.effects);
  return {
    what: `TRUNCATE empties ${spokenList(named.map(spokenName))} under ${spokenLocks(locks)}, and row-level security does not stop it.`,
    who: `The rows of all tenants are gone, and ${whoWaits(locks)} until the transaction ends.`,
    remedy:
      'DELETE the rows that are meant, in batches; if all are, keep a copy of what may be needed again.',
    span: reviewed.statement.span,
    relations: named,
    ...(named.every((name) => isCopiedBefore(name, reviewed, migration))
      ? { severity: 'info' as const }
      : {}),
  };
}
