import type { Node } from '@pgsql/types';
import { resolveRelation } from '../../catalog';
import { lossesOf, spokenLoss, type Loss } from '../../rewrite';
import { nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { declare, isDeclared } from '../readings/rollbackDeclarations';
import { someNode } from '../readings/treeSearch';
import { replayedRollback, stepsOf, type ReplayedRollback, type Step } from '../readings/rollbackReplay';

/** A rollback that brings a column or table back without what was in it. */
export const rollbackLosesData: Rule = {
  id: 'rollback-loses-data',
  category: 'rollback',
  severity: 'warning',
  summary: 'A rollback that brings back a dropped column or table empty, and does not say so',
  *check(migration) {
    const rollback = replayedRollback(migration);
    if (rollback === undefined || isDeclared(rollback.file, ['irreversible', 'lossy'])) return;
    for (const step of stepsOf(migration)) {
      for (const loss of lossesOf(step.step, step.passing)) {
        const isGone = comesBack(loss, rollback) && !isKept(loss, migration) && !isRefilled(loss, rollback);
        if (isGone) yield finding(loss, step, rollback);
      }
    }
  },
};

/** What does not come back at all is the business of rollback-incomplete. */
function comesBack(loss: Loss, { reached }: ReplayedRollback): boolean {
  const relation = reached.relations.get(loss.name);
  switch (loss.kind) {
    case 'table':
      return relation !== undefined;
    case 'column':
    case 'attribute':
    case 'type':
      return relation?.columns.some(({ name }) => name === loss.column) ?? false;
    default:
      return false;
  }
}

/** Whether the migration copies rows of the table somewhere else: then the rollback may have them from there. */
function isKept({ table }: Loss, { statements }: ReviewedMigration): boolean {
  return statements.some(({ statement: { tree } }) => {
    if (tree === undefined) return false;
    const isCopy =
      nodeAs(tree, 'CreateTableAsStmt') ??
      nodeAs(tree, 'InsertStmt')?.selectStmt ??
      nodeAs(tree, 'SelectStmt')?.intoClause ??
      nodeAs(tree, 'CopyStmt') ??
      nodeAs(tree, 'UpdateStmt');
    if (isCopy === undefined) return false;
    const updated = nodeAs(tree, 'UpdateStmt')?.relation?.relname;
    return (
      updated === table.name || someNode(tree, (node) => nodeAs(node, 'RangeVar')?.relname === table.name)
    );
  });
}

/**
 * Whether the rollback fills the column that comes back from another column, of the same table or of one that is there:
 * then the values were somewhere else all the time. A constant is no value that was there before.
 */
function isRefilled(loss: Loss, { file, reached }: ReplayedRollback): boolean {
  if (loss.kind !== 'column') return false;
  return file.statements.some(({ tree }) => {
    const update = nodeAs(tree, 'UpdateStmt');
    const written = nameOfRangeVar(update?.relation);
    if (update === undefined || written === undefined || resolveRelation(reached, written) !== loss.name) {
      return false;
    }
    return (update.targetList ?? []).some((node) => {
      const target = nodeAs(node, 'ResTarget');
      return (
        target?.name === loss.column && target.val !== undefined && readsAnother(target.val, loss.column)
      );
    });
  });
}

/** `number_new`, `kept.number` and `(SELECT …)`; a column of the same name counts only where it is another table's. */
function readsAnother(value: Node, column: string): boolean {
  return someNode(value, (node) => {
    const fields = stringsOf(nodeAs(node, 'ColumnRef')?.fields);
    return fields.length > 1 || (fields.length === 1 && fields[0] !== column);
  });
}

function finding(loss: Loss, { reviewed }: Step, rollback: ReplayedRollback): Finding {
  return {
    what: `The rollback ${rollback.script.path} brings the schema back, but ${spokenLoss(loss)}.`,
    who: 'Every tenant that has the migration loses these values for good, and the rollback reports success.',
    remedy:
      'Keep them in a table of their own before they are dropped and restore them from there, or declare in the rollback with `-- lossy: why` that they may go.',
    span: reviewed.statement.span,
    relations: [loss.name],
    fixes: [declare(rollback.script, 'lossy', spokenLoss(loss))],
  };
}
