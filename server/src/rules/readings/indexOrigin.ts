import type { Index } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import type { ReviewedMigration } from '../model';
import { findKeyword } from './tokens';

/**
 * The CREATE INDEX of the history that made an index, as written there but CONCURRENTLY. Undefined where the index came
 * about otherwise, or has been renamed since.
 */
export function concurrentCreationOf(
  { name, origin }: Index,
  migration: ReviewedMigration,
): string | undefined {
  const text = migration.files.text(origin.path)?.slice(origin.span.start, origin.span.end);
  const [statement] = text === undefined ? [] : migration.parse(text).statements;
  const create = nodeAs(statement?.tree, 'IndexStmt');
  if (text === undefined || statement === undefined || create?.idxname !== name) return undefined;
  if (create.concurrent === true) return text;
  const keyword = findKeyword(tokensOf(statement), 'INDEX');
  return keyword === undefined
    ? undefined
    : `${text.slice(0, keyword.end)} CONCURRENTLY${text.slice(keyword.end)}`;
}
