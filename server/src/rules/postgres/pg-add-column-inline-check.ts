import type { Action, ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import { columnConstraints, furtherAction, withoutConstraints } from '../fixes/columnDefinition';
import { validateLater } from '../fixes/notValidFirst';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { addedConstraint } from '../readings/addedConstraints';
import { findingsByAddedColumn, type AddedColumn } from '../readings/addedColumns';
import { spokenName } from '../../catalog';
import { isRewrittenAnyway, whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** A CHECK inside an ADD COLUMN cannot be NOT VALID: every row is read, although all of them hold the same value. */
export const pgAddColumnInlineCheck: Rule = {
  id: 'pg-add-column-inline-check',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD COLUMN … CHECK, which blocks reads and writes while all rows are checked',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-inline-check'], findingFor),
};

function findingFor(
  column: AddedColumn,
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  if (!scansUnderLock(effects) || isRewrittenAnyway(column.relation, reviewed)) return undefined;
  return {
    what: `The CHECK on the new ${column.name} is made for every row of ${spokenName(column.relation)} under ${spokenLocks(blockingLocks(effects))}, although all rows hold the same value.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Write it as an ADD CONSTRAINT … CHECK NOT VALID beside the column, and VALIDATE CONSTRAINT in a later migration, which lets reads and writes go on.',
    span: action.span,
    relations: [column.relation],
    fixes: moveOut(column, action, reviewed, migration),
  };
}

function moveOut(
  column: AddedColumn,
  action: Action,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const written = nodeAs(action.content, 'Constraint');
  if (written === undefined) return [];
  const checks = columnConstraints(reviewed.statement, column.name, 'CONSTR_CHECK');
  const inline = checks.find(({ constraint }) => constraint.location === written.location);
  const whole = reviewed.behaviour.actions.find(({ action: { content } }) => content === action.within);
  if (inline === undefined || whole === undefined) return [];
  const added = addedConstraint(migration, reviewed, {
    table: column.relation,
    kind: 'check',
    written,
    span: inline.span,
  });
  const later = added === undefined ? undefined : validateLater(migration, added);
  if (added === undefined || later === undefined) return [];
  return [
    {
      title: 'Add the check NOT VALID beside the column, and validate it in a later migration',
      preferred: true,
      edits: [
        ...withoutConstraints(migration, [inline]),
        furtherAction(migration, whole.action.span, `ADD ${added.definition} NOT VALID`),
        ...later,
      ],
    },
  ];
}
