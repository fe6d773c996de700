import type { Action, ExplainedAction } from '../../behaviour';
import { findTable, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import { columnConstraints, withoutConstraints } from '../fixes/columnDefinition';
import { uniqueLater } from '../fixes/uniqueLater';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { addedConstraint } from '../readings/addedConstraints';
import { findingsByAddedColumn, hasColumnConstraint, type AddedColumn } from '../readings/addedColumns';
import { isRewrittenAnyway, whoWaitsMeanwhile } from '../readings/rewrites';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** A key inside an ADD COLUMN: its index is built at once, while nobody can read or write the table. */
export const pgAddColumnInlineUniquePk: Rule = {
  id: 'pg-add-column-inline-unique-pk',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD COLUMN … UNIQUE or PRIMARY KEY, which blocks reads and writes while the index is built',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-inline-unique'], findingFor),
};

function findingFor(
  column: AddedColumn,
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  if (!scansUnderLock(effects)) return undefined;
  if (isRewrittenAnyway(column.relation, reviewed) || isRefused(action, reviewed)) return undefined;
  const isPrimary = nodeAs(action.content, 'Constraint')?.contype === 'CONSTR_PRIMARY';
  return {
    what: `The index of the ${isPrimary ? 'primary' : 'unique'} key on the new ${column.name} is built from all of ${spokenName(column.relation)} under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy: `Add the column alone, create the unique index CONCURRENTLY outside of a transaction, and make it the key with ADD CONSTRAINT … ${isPrimary ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX.`,
    span: action.span,
    relations: [column.relation],
    fixes: isPrimary ? [] : buildLater(column, action, reviewed, migration),
  };
}

/** Where the column cannot have a value, the server refuses it, and pg-add-column-not-null-no-default says so. */
function isRefused({ within }: Action, { behaviour }: ReviewedStatement): boolean {
  return behaviour.actions.some(
    ({ action, row }) => action.content === within && row?.id === 'add-column-required-without-default',
  );
}

function buildLater(
  column: AddedColumn,
  action: Action,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const written = nodeAs(action.content, 'Constraint');
  if (written === undefined) return [];
  if (hasColumnConstraint(column.definition, 'CONSTR_ATTR_DEFERRABLE')) return [];
  // CONCURRENTLY is refused for a partitioned table.
  if (findTable(reviewed.before, column.relation)?.kind !== 'table') return [];
  const keys = columnConstraints(reviewed.statement, column.name, 'CONSTR_UNIQUE');
  const [inline, ...others] = keys;
  if (inline === undefined || others.length > 0) return [];
  const added = addedConstraint(migration, reviewed, {
    table: column.relation,
    kind: 'unique',
    written,
    span: inline.span,
  });
  const edits = added === undefined ? undefined : uniqueLater(migration, added, written, [column.name]);
  if (edits === undefined) return [];
  return [
    {
      title: 'Build the unique index CONCURRENTLY in a later migration, and make it the key there',
      preferred: true,
      edits: [...withoutConstraints(migration, [inline]), ...edits],
    },
  ];
}
