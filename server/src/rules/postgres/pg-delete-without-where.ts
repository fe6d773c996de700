import type { ExplainedAction } from '../../behaviour';
import { findColumn, findRelation, spokenList, spokenName, type QualifiedName } from '../../catalog';
import { nodeAs, stringsOf, walk, type NodeOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { isOfThisMigration } from '../readings/madeHere';
import { couldBeNew } from '../readings/newTables';
import { isCopiedBefore } from '../readings/replacedRelations';

/**
 * DELETE of every row of a table, or UPDATE that replaces what stands in every row. An UPDATE that fills a column which
 * may still be empty is a backfill and none of this rule's business.
 */
export const pgDeleteWithoutWhere: Rule = {
  id: 'pg-delete-without-where',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DELETE without WHERE, or UPDATE without WHERE that replaces values which are always there',
  speaksOf: ['DeleteStmt', 'UpdateStmt'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { relation } = action;
  if (relation === undefined || couldBeNew(relation, reviewed, migration)) return undefined;
  const table = findRelation(reviewed.before, relation);
  if (table?.kind === 'table' && table.persistence === 'temporary') return undefined;
  if (isOfThisMigration(table?.origin, migration)) return undefined;
  const loss = lossOf(action.content, relation, reviewed, migration);
  if (loss === undefined) return undefined;
  return {
    what: loss,
    who: 'That is the data of all tenants, and a rollback cannot bring it back.',
    remedy:
      'Name the rows in a WHERE, and go through them in batches; if all are meant, say so in a suppression and keep a copy.',
    span: action.span,
    relations: [relation],
    ...(isCopiedBefore(relation, reviewed, migration) ? { severity: 'info' as const } : {}),
  };
}

function lossOf(
  content: ExplainedAction['action']['content'],
  relation: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): string | undefined {
  const remove = nodeAs(content, 'DeleteStmt');
  if (remove !== undefined) {
    const isMoved = (remove.returningClause?.exprs?.length ?? 0) > 0 && isWithinInsert(reviewed);
    if (remove.whereClause !== undefined || isMoved) return undefined;
    return `DELETE without WHERE takes every row of ${spokenName(relation)}.`;
  }
  const update = nodeAs(content, 'UpdateStmt');
  if (update === undefined || update.whereClause !== undefined || update.fromClause !== undefined)
    return undefined;
  const replaced = replacedColumns(update, relation, reviewed, migration);
  if (replaced.length === 0) return undefined;
  return `UPDATE without WHERE replaces ${spokenList(replaced)} in every row of ${spokenName(relation)}.`;
}

/** Rows that WITH … DELETE … RETURNING hands to an INSERT are moved, not lost. */
function isWithinInsert({ statement }: ReviewedStatement): boolean {
  return nodeAs(statement.tree, 'InsertStmt') !== undefined;
}

/** Columns of earlier migrations that hold a value in every row, and that are not computed from what they hold. */
function replacedColumns(
  update: NodeOf<'UpdateStmt'>,
  relation: QualifiedName,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly string[] {
  return (update.targetList ?? []).flatMap((node) => {
    const target = nodeAs(node, 'ResTarget');
    const column = findColumn(findRelation(before, relation), target?.name ?? '');
    if (column === undefined || !column.notNull || isOfThisMigration(column.origin, migration)) return [];
    return target?.val === undefined || readsColumn(target.val, column.name) ? [] : [column.name];
  });
}

function readsColumn(expression: NonNullable<NodeOf<'ResTarget'>['val']>, column: string): boolean {
  let found = false;
  walk(expression, (node) => {
    found ||= stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1) === column;
    return !found;
  });
  return found;
}
