import type { Index } from '../../catalog';
import type { ReviewedStatement } from '../model';

/**
 * The indexes that a statement adds, under the names that the server gives them; of one on a partitioned table the whole,
 * which stands first, and its parts.
 */
export function indexesMadeBy(reviewed: ReviewedStatement): readonly Index[] {
  const known = madeByStatement.get(reviewed);
  if (known !== undefined) return known;
  const { before, after } = reviewed;
  const made = after.indexes.namesNotIn(before.indexes).flatMap((name) => after.indexes.get(name) ?? []);
  madeByStatement.set(reviewed, made);
  return made;
}

/** Several rules and fixes look for them among all indexes of the schema. */
const madeByStatement = new WeakMap<ReviewedStatement, readonly Index[]>();
