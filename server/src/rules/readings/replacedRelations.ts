import { resolveRelation, type QualifiedName } from '../../catalog';
import { kindOf, nameOfRangeVar, nodeAs, walk } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';

/** Whether an earlier statement of the script has read the relation's rows into another one, so that dropping them loses nothing. */
export function isCopiedBefore(
  relation: QualifiedName,
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): boolean {
  return statements
    .slice(0, statements.indexOf(reviewed))
    .some((earlier) => copiesRows(earlier) && readsFrom(earlier, relation));
}

function copiesRows({ statement: { tree } }: ReviewedStatement): boolean {
  if (tree === undefined) return false;
  if (nodeAs(tree, 'SelectStmt')?.intoClause !== undefined) return true;
  return ['InsertStmt', 'CreateTableAsStmt'].includes(kindOf(tree));
}

function readsFrom({ statement: { tree }, before }: ReviewedStatement, relation: QualifiedName): boolean {
  if (tree === undefined) return false;
  const source = nodeAs(tree, 'InsertStmt')?.selectStmt ?? nodeAs(tree, 'CreateTableAsStmt')?.query ?? tree;
  let found = false;
  walk(source, (node) => {
    const written = nameOfRangeVar(nodeAs(node, 'RangeVar'));
    found ||= written !== undefined && resolveRelation(before, written) === relation;
    return !found;
  });
  return found;
}

/** The later statement of the same script that makes a relation of that name again. */
export function madeAgainBy(
  relation: QualifiedName,
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): ReviewedStatement | undefined {
  return statements
    .slice(statements.indexOf(reviewed) + 1)
    .find(({ before, after }) => !before.relations.has(relation) && after.relations.has(relation));
}
