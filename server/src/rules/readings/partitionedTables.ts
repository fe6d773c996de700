import { findTable, resolveRelation, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedStatement } from '../model';

/** The partitioned table of an earlier script on which the statement wants to build an index CONCURRENTLY. */
export function concurrentlyIndexedWhole({
  statement,
  before,
  createdHere,
}: ReviewedStatement): QualifiedName | undefined {
  const create = nodeAs(statement.tree, 'IndexStmt');
  const written = nameOfRangeVar(create?.relation);
  if (create?.concurrent !== true || written === undefined) return undefined;
  const table = resolveRelation(before, written);
  const isWhole = findTable(before, table)?.kind === 'partitioned';
  return isWhole && !createdHere.has(table) ? table : undefined;
}
