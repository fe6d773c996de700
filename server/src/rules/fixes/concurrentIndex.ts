import { nameOf, quoted, quotedName, type Index } from '../../catalog';
import { frameworkById } from '../../project';
import { nodeAs, tokensOf } from '../../sql';
import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { indexesMadeBy } from '../readings/madeIndexes';
import { findKeyword } from '../readings/tokens';
import { withoutIndexDrop } from './downScript';
import { insertion, insertionBefore, spanWithLine } from './insertions';
import { dropOfLeftover, laterMigration, setsLocalLockTimeout } from '../../rewrite';

/**
 * How a CREATE INDEX becomes concurrent: where it stands if it is the file's only statement or no transaction surrounds
 * it, else in a migration of its own, because the rest of the file keeps its transaction.
 */
export function makeConcurrent(migration: ReviewedMigration, reviewed: ReviewedStatement): readonly Fix[] {
  const { statement } = reviewed;
  // A retry of CONCURRENTLY IF NOT EXISTS accepts the invalid index that a failed build left, so no fix writes it.
  if (nodeAs(statement.tree, 'IndexStmt')?.if_not_exists === true) return [];
  const keyword = findKeyword(tokensOf(statement), 'INDEX');
  if (keyword === undefined) return [];
  const concurrently = [
    ...clearingLeftover(migration, reviewed),
    insertion(migration, keyword.end, ' CONCURRENTLY'),
  ];
  if (!reviewed.inTransaction) {
    return [{ title: 'Create the index CONCURRENTLY', preferred: true, edits: concurrently }];
  }
  if (!canLeaveTransaction(migration)) return [];
  if (!standsAlone(migration, reviewed)) return moveIndexOut(migration, reviewed);
  const leaving = leaveTransaction(migration);
  const title = `Create the index CONCURRENTLY${leaving.length === 0 ? '' : ', outside of a transaction'}`;
  return [{ title, preferred: true, edits: [...concurrently, ...leaving] }];
}

/** What drops the invalid index of a stopped build before the next try. */
function clearingLeftover(migration: ReviewedMigration, { statement }: ReviewedStatement): readonly Edit[] {
  const create = nodeAs(statement.tree, 'IndexStmt');
  const drop = create === undefined ? undefined : dropOfLeftover(create, migration);
  return drop === undefined ? [] : [insertionBefore(migration, statement, `${drop};`)];
}

/** Moves a CREATE INDEX to a migration of its own that runs outside of a transaction, made CONCURRENTLY there. */
export function moveIndexOut(migration: ReviewedMigration, reviewed: ReviewedStatement): readonly Fix[] {
  const { statement } = reviewed;
  const [index] = indexesMadeBy(reviewed);
  if (index === undefined) return [];
  const later = laterMigration(migration, {
    title: `create index ${index.name}`,
    up: [concurrentDefinition(migration, reviewed, index)],
    down: [`DROP INDEX CONCURRENTLY ${quotedName(nameOf(index))}`],
    transaction: 'none',
  });
  if (later === undefined) return [];
  const span = spanWithLine(migration.script.sql, statement);
  const removal: Edit = { path: migration.script.path, span, newText: '' };
  return [
    {
      title: 'Move the index to a migration of its own, created CONCURRENTLY',
      preferred: true,
      edits: [removal, ...withoutIndexDrop(migration, nameOf(index)), ...later],
    },
  ];
}

/** Whether the runner opens the transaction around the script, and the policy does not say that it does so for every file. */
export function canLeaveTransaction({ transaction, migration, policy }: ReviewedMigration): boolean {
  const folder = policy.migrations.find(({ path }) => path === migration.folder);
  return transaction === 'per-file' && folder?.transaction !== 'per-file';
}

/** Whether the script does nothing else that is worth a transaction: a SET LOCAL lock_timeout only serves the statement. */
export function standsAlone({ statements }: ReviewedMigration, reviewed: ReviewedStatement): boolean {
  return statements.every(
    (other) =>
      other === reviewed ||
      other.within?.block === reviewed.statement ||
      setsLocalLockTimeout(other.statement),
  );
}

/**
 * What takes a statement that stands alone out of the runner's transaction: the framework's marker, empty where a sole
 * statement is mark enough, and no SET LOCAL lock_timeout, which has no effect there and keeps the statement from being
 * the sole one. CONCURRENTLY needs none: no reader or writer queues behind it.
 */
export function leaveTransaction(migration: ReviewedMigration): readonly Edit[] {
  const { path, sql } = migration.script;
  const framework = frameworkById(migration.migration.framework);
  const timeouts = migration.statements.filter(({ statement }) => setsLocalLockTimeout(statement));
  return [
    ...timeouts.map(({ statement }) => ({ path, span: spanWithLine(sql, statement), newText: '' })),
    ...(framework?.noTransactionMarker(migration.script, migration.files) ?? []),
  ];
}

/** The statement as written, with CONCURRENTLY, and with the name that the server would choose, so that a rollback can name it. */
function concurrentDefinition(
  migration: ReviewedMigration,
  { statement }: ReviewedStatement,
  index: Index,
): string {
  const create = nodeAs(statement.tree, 'IndexStmt');
  const written = migration.script.sql.slice(statement.span.start, statement.span.end);
  const tokens = tokensOf(statement);
  const keyword = findKeyword(tokens, create?.concurrent === true ? 'CONCURRENTLY' : 'INDEX');
  if (keyword === undefined) return written;
  const place = keyword.end - statement.span.start;
  const added = [
    ...(create?.concurrent === true ? [] : ['CONCURRENTLY']),
    ...(create?.idxname === undefined ? [quoted(index.name)] : []),
  ];
  return [written.slice(0, place), ...added.map((word) => ` ${word}`), written.slice(place)].join('');
}
