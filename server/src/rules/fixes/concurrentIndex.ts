import { nameOf, type Index } from '../../catalog';
import { frameworkById } from '../../project';
import { nodeAs, tokensOf } from '../../sql';
import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { quoted, quotedName } from '../readings/identifiers';
import { findKeyword } from '../readings/tokens';
import { withoutIndexDrop } from './downScript';
import { insertion, spanWithLine } from './insertions';
import { laterMigration } from './laterMigration';

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
  const concurrently = insertion(migration, keyword.end, ' CONCURRENTLY');
  if (!reviewed.inTransaction) {
    return [{ title: 'Create the index CONCURRENTLY', preferred: true, edits: [concurrently] }];
  }
  if (migration.transaction === 'none') return [];
  if (migration.statements.length > 1) return moveIndexOut(migration, reviewed);
  const marker = noTransactionMarker(migration);
  const title = `Create the index CONCURRENTLY${marker.length === 0 ? '' : ', outside of a transaction'}`;
  return [{ title, preferred: true, edits: [concurrently, ...marker] }];
}

/** Moves a CREATE INDEX to a migration of its own that runs outside of a transaction, made CONCURRENTLY there. */
export function moveIndexOut(migration: ReviewedMigration, reviewed: ReviewedStatement): readonly Fix[] {
  const { statement } = reviewed;
  const index = createdIndex(reviewed);
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

/** What keeps the runner from opening a transaction around the script; empty where its sole statement is mark enough. */
export function noTransactionMarker(migration: ReviewedMigration): readonly Edit[] {
  const framework = frameworkById(migration.migration.framework);
  return framework?.noTransactionMarker(migration.script, migration.files) ?? [];
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

/** The index that the statement adds, under the name that the server gives it. */
function createdIndex({ before, after }: ReviewedStatement): Index | undefined {
  return [...after.indexes.values()].find((index) => !before.indexes.has(nameOf(index)));
}
