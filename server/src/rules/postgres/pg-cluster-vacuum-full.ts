import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { existing } from '../readings/existingRelations';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { isRefusedInTransaction } from '../readings/refusedInTransaction';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** CLUSTER and VACUUM FULL give space back at the price of an outage as long as the table is large. */
export const pgClusterVacuumFull: Rule = {
  id: 'pg-cluster-vacuum-full',
  category: 'rewrite',
  severity: 'warning',
  summary: 'CLUSTER or VACUUM FULL, which writes a table anew and blocks reads and writes meanwhile',
  speaksOf: ['ClusterStmt', 'VacuumStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  const vacuum = nodeAs(statement.tree, 'VacuumStmt');
  if (vacuum === undefined && nodeAs(statement.tree, 'ClusterStmt') === undefined) return undefined;
  if (isRefusedInTransaction(reviewed)) return undefined;
  const rewritten = existing(behaviour.effects.rewrites, reviewed, migration);
  if (rewritten.length === 0) return undefined;
  const locks = blockingLocks(behaviour.effects).filter(({ relation }) => rewritten.includes(relation));
  const everything = vacuum !== undefined && (vacuum.rels ?? []).length === 0;
  const command = vacuum === undefined ? 'CLUSTER' : 'VACUUM FULL';
  return {
    what: everything
      ? `${command} without a table writes every table of the database anew, one after the other, each under ${locks[0]?.mode ?? 'its strongest lock'}.`
      : `${command} writes all of ${spokenList(rewritten.map(spokenName))} and the indexes anew under ${spokenLocks(locks)}.`,
    who: everything
      ? 'For as long as each takes, its readers and writers wait, those of all tenants.'
      : `For as long as that takes, and it grows with the table, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      'Use pg_repack, or REPACK CONCURRENTLY from PostgreSQL 19 on, which let reads and writes go on, and keep it out of the migrations; a plain VACUUM is enough to make the space usable again.',
    span: statement.span,
    relations: rewritten,
  };
}
