import { resolveRelation } from '../../catalog';
import { nodeAs, tokensOf, type Span } from '../../sql';
import { canLeaveTransaction, leaveTransaction, moveIndexOut, standsAlone } from '../fixes/concurrentIndex';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { concurrentlyIndexedWhole } from '../readings/partitionedTables';
import { findKeyword } from '../readings/tokens';

/** A CONCURRENTLY that the server refuses, because the runner or the file has opened a transaction around it. */
export const pgConcurrentlyInTransaction: Rule = {
  id: 'pg-concurrently-in-transaction',
  category: 'transaction',
  severity: 'error',
  summary:
    'CREATE INDEX, DROP INDEX, REINDEX or DETACH PARTITION … CONCURRENTLY inside a transaction, which fails',
  *check(migration) {
    for (const reviewed of migration.statements) {
      const { statement, behaviour, inTransaction } = reviewed;
      if (!inTransaction || behaviour.effects.transactional) continue;
      // Outside of a transaction it would fail too, and pg-cic-on-partitioned-parent says why.
      if (concurrentlyIndexedWhole(reviewed) !== undefined) continue;
      const keyword = findKeyword(tokensOf(statement), 'CONCURRENTLY');
      if (keyword !== undefined) yield findingFor(reviewed, keyword, migration);
    }
  },
};

function findingFor(reviewed: ReviewedStatement, keyword: Span, migration: ReviewedMigration): Finding {
  const { behaviour } = reviewed;
  const ownTransaction = migration.transaction === 'none';
  return {
    what: `${behaviour.kind} fails inside a transaction block (SQLSTATE 25001), and ${ownTransaction ? 'this file has opened one' : 'the runner opens one around this file'}.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: remedyFor(reviewed, migration),
    span: { start: keyword.start, end: keyword.end },
    relations: behaviour.actions.flatMap(({ action }) => action.relation ?? []),
    fixes: fixesFor(reviewed, keyword, migration),
  };
}

function remedyFor(reviewed: ReviewedStatement, migration: ReviewedMigration): string {
  if (isOnNewTable(reviewed)) {
    return 'Leave CONCURRENTLY out: the table is made in this file, so nobody waits for it.';
  }
  if (migration.transaction === 'none') return 'Commit before it, and begin again after it.';
  return standsAlone(migration, reviewed)
    ? 'Tell the runner to keep this file out of a transaction.'
    : 'Move it to a migration of its own that runs outside of a transaction.';
}

function fixesFor(reviewed: ReviewedStatement, keyword: Span, migration: ReviewedMigration): readonly Fix[] {
  if (isOnNewTable(reviewed)) {
    const rest = migration.script.sql.slice(keyword.end);
    const end = keyword.end + (/^\s*/.exec(rest)?.[0].length ?? 0);
    const edit = { path: migration.script.path, span: { start: keyword.start, end }, newText: '' };
    return [{ title: 'Leave out CONCURRENTLY', preferred: true, edits: [edit] }];
  }
  if (!canLeaveTransaction(migration)) return [];
  if (!standsAlone(migration, reviewed)) {
    return nodeAs(reviewed.statement.tree, 'IndexStmt') === undefined
      ? []
      : moveIndexOut(migration, reviewed);
  }
  const leaving = leaveTransaction(migration);
  if (leaving.length === 0) return [];
  return [{ title: 'Keep this file out of a transaction', preferred: true, edits: leaving }];
}

function isOnNewTable({ statement, before, createdHere }: ReviewedStatement): boolean {
  const relation = nodeAs(statement.tree, 'IndexStmt')?.relation;
  if (relation?.relname === undefined) return false;
  return createdHere.has(resolveRelation(before, { schema: relation.schemaname, name: relation.relname }));
}
