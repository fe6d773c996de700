import { resolveRelation, resolveUserType, spokenList, spokenName } from '../../catalog';
import { lossesOf, spokenLoss, type Loss } from '../../rewrite';
import { nameOfParts, nameOfRangeVar, nodeAs } from '../../sql';
import type { Finding, Rule } from '../model';
import { declare, isDeclared } from '../readings/rollbackDeclarations';
import { replayedRollback, stepsOf, type ReplayedRollback, type Step } from '../readings/rollbackReplay';

/** A step that nothing undoes, in a migration whose rollback does not say so. */
export const rollbackIrreversibleUndeclared: Rule = {
  id: 'rollback-irreversible-undeclared',
  category: 'rollback',
  severity: 'warning',
  summary:
    'A step that cannot be undone (rows destroyed or overwritten, an enum label added) and that nothing declares',
  *check(migration) {
    const rollback = replayedRollback(migration);
    if (rollback === undefined || isDeclared(rollback.file, ['irreversible', 'lossy'])) return;
    const steps = stepsOf(migration);
    for (const step of steps) {
      const label = addedLabel(step, rollback);
      if (label !== undefined) yield ofLabel(label, step, rollback);
    }
    const lost = steps.flatMap((step) =>
      lossesOf(step.step, step.passing)
        .filter((loss) => isOfRows(loss) && !writesRowsOf(rollback, loss))
        .map((loss) => ({ step, loss })),
    );
    const [first] = lost;
    if (first !== undefined)
      yield ofRows(
        first.step,
        lost.map(({ loss }) => loss),
        rollback,
      );
  },
};

/** Drops are the business of rollback-loses-data; rows that were only added can be told apart by a person. */
function isOfRows({ kind }: Loss): boolean {
  return kind === 'truncate' || kind === 'delete' || kind === 'update' || kind === 'merge';
}

/** Whether the rollback writes rows of the table itself: then somebody has thought of them. */
function writesRowsOf({ file, reached }: ReplayedRollback, loss: Loss): boolean {
  return file.statements.some(({ tree }) => {
    const relation =
      nodeAs(tree, 'UpdateStmt')?.relation ??
      nodeAs(tree, 'InsertStmt')?.relation ??
      nodeAs(tree, 'MergeStmt')?.relation;
    const written = nameOfRangeVar(relation);
    return written !== undefined && resolveRelation(reached, written) === loss.name;
  });
}

function addedLabel({ step }: Step, { reached }: ReplayedRollback): string | undefined {
  const alter = nodeAs(step.statement.tree, 'AlterEnumStmt');
  const written = nameOfParts(alter?.typeName);
  if (alter?.newVal === undefined || alter.oldVal !== undefined || written === undefined) return undefined;
  const name = resolveUserType(step.after, written);
  const [before, after] = [step.before.types.get(name), reached.types.get(name)];
  const wasThere = before?.kind === 'enum' && before.labels.includes(alter.newVal);
  const isStill = after?.kind === 'enum' && after.labels.includes(alter.newVal);
  return isStill && !wasThere ? `the label "${alter.newVal}" of ${spokenName(name)} stays` : undefined;
}

function ofLabel(label: string, { reviewed }: Step, rollback: ReplayedRollback): Finding {
  return {
    what: `PostgreSQL gives no enum label back, and the rollback ${rollback.script.path} does not say so: ${label}.`,
    who: 'Tenants that are rolled back differ from those that never had the migration, and the migration fails on them when it is run again.',
    remedy:
      'Make the type anew without the label in the rollback, or declare there with `-- irreversible: why` that it stays; `ADD VALUE IF NOT EXISTS` lets the migration run again.',
    span: reviewed.statement.span,
    relations: [],
    fixes: [declare(rollback.script, 'irreversible', label)],
  };
}

/** One finding a migration, at its first such step: one sentence in the rollback answers them all. */
function ofRows({ reviewed }: Step, losses: readonly Loss[], rollback: ReplayedRollback): Finding {
  const spoken = spokenList([...new Set(losses.map(spokenLoss))]);
  return {
    what: `Nothing undoes this, and the rollback ${rollback.script.path} does not say so: ${spoken}.`,
    who: 'Whoever rolls a tenant back believes that its rows are as before.',
    remedy:
      'Keep the rows in a table of their own and restore them from there, or declare in the rollback with `-- irreversible: why` that they may go.',
    span: reviewed.statement.span,
    relations: [...new Set(losses.map(({ name }) => name))],
    // A backfill of rows that were NULL loses nothing that anybody misses, which the text alone does not say.
    ...(losses.every(({ kind }) => kind === 'update') ? { severity: 'info' as const } : {}),
    fixes: [declare(rollback.script, 'irreversible', spoken)],
  };
}
