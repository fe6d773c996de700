import { findView, resolveRelation, spokenName, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs, tokensOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { couldBeNew } from '../readings/newTables';
import { findKeyword } from '../readings/tokens';
import { canRefreshConcurrently } from '../readings/uniqueKeys';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** REFRESH MATERIALIZED VIEW shuts readers out for as long as the view's query runs. */
export const pgRefreshMatview: Rule = {
  id: 'pg-refresh-matview',
  category: 'lock',
  severity: 'warning',
  summary:
    'REFRESH MATERIALIZED VIEW that blocks readers of the view, or that the server refuses for want of a unique index',
  speaksOf: ['RefreshMatViewStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const refresh = nodeAs(statement.tree, 'RefreshMatViewStmt');
  const written = nameOfRangeVar(refresh?.relation);
  if (refresh === undefined || written === undefined) return undefined;
  const name = resolveRelation(before, written);
  if (refresh.concurrent === true) return isRefused(name, reviewed) ? refused(name, reviewed) : undefined;
  if (couldBeNew(name, reviewed, migration)) return undefined;
  return refresh.skipData === true ? emptied(name, reviewed) : blocksReaders(name, reviewed, migration);
}

/** What the history does not know may well have the index. */
function isRefused(name: QualifiedName, { before }: ReviewedStatement): boolean {
  return findView(before, name)?.kind === 'materialized view' && !canRefreshConcurrently(before, name);
}

function refused(name: QualifiedName, { statement }: ReviewedStatement): Finding {
  return {
    what: `REFRESH … CONCURRENTLY of ${spokenName(name)} fails (SQLSTATE 55000): it has no unique index on columns alone, without WHERE.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: `Create a unique index on ${spokenName(name)} first.`,
    span: statement.span,
    relations: [name],
    severity: 'error',
  };
}

function emptied(name: QualifiedName, { statement, behaviour }: ReviewedStatement): Finding {
  return {
    what: `REFRESH … WITH NO DATA takes ${spokenLocks(blockingLocks(behaviour.effects))} and throws the contents of ${spokenName(name)} away.`,
    who: 'Every query that reads the view fails from then on (SQLSTATE 55000), for all tenants, until it is refreshed.',
    remedy: 'Leave WITH NO DATA out, or drop the view when nobody reads it any more.',
    span: statement.span,
    relations: [name],
  };
}

function blocksReaders(
  name: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const { statement, before, behaviour } = reviewed;
  const locks = blockingLocks(behaviour.effects);
  const canBeConcurrent = canRefreshConcurrently(before, name);
  return {
    what: `REFRESH MATERIALIZED VIEW holds ${spokenLocks(locks)} while the view’s query runs and its contents are written anew.`,
    who: `Until then and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: canBeConcurrent
      ? 'Refresh it CONCURRENTLY, best outside of the deployment.'
      : `Create a unique index on ${spokenName(name)}, on columns and without WHERE, and refresh it CONCURRENTLY, best outside of the deployment.`,
    span: statement.span,
    relations: [name],
    fixes: canBeConcurrent ? concurrently(reviewed, migration) : [],
  };
}

function concurrently({ statement }: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const keyword = findKeyword(tokensOf(statement), 'VIEW');
  if (keyword === undefined) return [];
  const edit = insertion(migration, keyword.end, ' CONCURRENTLY');
  return [{ title: 'Refresh the view CONCURRENTLY', preferred: true, edits: [edit] }];
}
