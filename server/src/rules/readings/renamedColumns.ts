import { findColumn, findRelation, type QualifiedName } from '../../catalog';
import type { ReviewedMigration } from '../model';

/** Whether a rename is part of a swap: it leaves a column under the old name, or takes the place of one. */
export function isSwapped(
  relation: QualifiedName,
  from: string,
  to: string,
  { before, after }: ReviewedMigration,
): boolean {
  return (
    findColumn(findRelation(after, relation), from) !== undefined ||
    findColumn(findRelation(before, relation), to) !== undefined
  );
}
