import { lossesOf, spokenLoss, type Loss } from '../../rewrite';
import { nodeAs } from '../../sql';
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
        if (comesBack(loss, rollback) && !isKept(loss, migration)) yield finding(loss, step, rollback);
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
