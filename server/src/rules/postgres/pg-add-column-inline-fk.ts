import type { Action, ExplainedAction } from '../../behaviour';
import { findTable, quoted, quotedName, spokenName } from '../../catalog';
import { nodeAs, type NodeOf } from '../../sql';
import { columnConstraints, withoutConstraints } from '../fixes/columnDefinition';
import { canMarkLaterMigration, inSessionWithTimeout, laterMigration } from '../../rewrite';
import type { Edit, Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { addedConstraint } from '../readings/addedConstraints';
import { findingsByAddedColumn, type AddedColumn } from '../readings/addedColumns';
import type { DeclaredConstraint } from '../readings/declaredConstraints';
import { findKeyword, tokensWithin } from '../readings/tokens';
import { oldestMajor } from '../../project';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** A foreign key inside an ADD COLUMN cannot be NOT VALID, and locks both tables for one transaction. */
export const pgAddColumnInlineFk: Rule = {
  id: 'pg-add-column-inline-fk',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD COLUMN … REFERENCES, which locks the referenced table too while nobody can use the first',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-inline-references'], findingFor),
};

function findingFor(
  column: AddedColumn,
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const locks = blockingLocks(effects);
  const isScanned = scansUnderLock(effects);
  const lookup = isScanned ? ', and looks up every row' : '';
  return {
    what: `The foreign key of the new ${column.name} takes ${spokenLocks(locks)} together${lookup}.`,
    who: `${isScanned ? 'For as long as that takes, and until' : 'Until'} the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      'Add the column alone, the foreign key NOT VALID in a later migration, and VALIDATE CONSTRAINT after it in a transaction of its own.',
    span: action.span,
    relations: locks.map(({ relation }) => relation),
    // Where all values are null there is nothing to look up, and both locks are brief.
    ...(isScanned ? {} : { severity: 'info' as const }),
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
  const [inline, ...others] = columnConstraints(reviewed.statement, column.name, 'CONSTR_FOREIGN');
  if (written === undefined || inline === undefined || others.length > 0) return [];
  const files = keyLater(column, written, inline, reviewed, migration);
  if (files === undefined) return [];
  return [
    {
      title: 'Add the foreign key NOT VALID in a later migration, and validate it there',
      preferred: true,
      edits: [...withoutConstraints(migration, [inline]), ...files],
    },
  ];
}

/** Outside of a transaction each statement commits, so that the strong locks of the first are gone before the second. */
function keyLater(
  { name, relation }: AddedColumn,
  written: NodeOf<'Constraint'>,
  inline: DeclaredConstraint,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Edit[] | undefined {
  const isPartitioned = findTable(reviewed.before, relation)?.kind === 'partitioned';
  if (isPartitioned && oldestMajor(migration.policy) < 18) return undefined;
  const constraint = { table: relation, kind: 'foreign key', written, span: inline.span } as const;
  const added = addedConstraint(migration, reviewed, constraint);
  if (added === undefined || !canMarkLaterMigration(migration)) return undefined;
  // Inside a column's definition the key's own column goes without saying.
  const keyword = findKeyword(tokensWithin(reviewed.statement, inline.span), 'REFERENCES');
  if (keyword === undefined) return undefined;
  const references = migration.script.sql.slice(keyword.start, inline.span.end);
  const definition = `CONSTRAINT ${quoted(added.name)} FOREIGN KEY (${quoted(name)}) ${references}`;
  const alter = `ALTER TABLE ${quotedName(relation)}`;
  return laterMigration(migration, {
    title: `reference ${spokenName(relation)} ${name}`,
    up: inSessionWithTimeout(migration, [
      `${alter} ADD ${definition} NOT VALID`,
      `${alter} VALIDATE CONSTRAINT ${quoted(added.name)}`,
    ]),
    down: inSessionWithTimeout(migration, [`${alter} DROP CONSTRAINT ${quoted(added.name)}`]),
    transaction: 'none',
  });
}
