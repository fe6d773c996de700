import type { Action, ExplainedAction } from '../../behaviour';
import {
  findTable,
  quoted,
  spokenList,
  spokenName,
  spokenType,
  type Constraint,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { sqlOf } from '../../sql';
import { furtherAction } from '../fixes/columnDefinition';
import { insertion } from '../fixes/insertions';
import { validateLater } from '../fixes/notValidFirst';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { couldBeNew } from '../readings/newTables';
import { isRewrittenAnyway, whoWaitsMeanwhile } from '../readings/rewrites';
import { changedColumn } from '../readings/typeChanges';
import { blockingLocks, scansUnderLock, spokenLocks } from '../readings/waiting';

/** A type change that leaves the rows as they are, but checks a constraint on the column again for each of them. */
export const pgChangeTypeRechecksConstraint: Rule = {
  id: 'pg-change-type-rechecks-constraint',
  category: 'lock',
  severity: 'warning',
  summary:
    'ALTER COLUMN … TYPE that keeps the rows, but checks a constraint on the column again for all of them',
  speaksOf: ['AT_AlterColumnType'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const changed = changedColumn(action, reviewed);
  if (changed === undefined || !scansUnderLock(effects)) return undefined;
  const { relation, column, newType } = changed;
  // The rules about rewrites and indexes speak of the same pass over the table.
  if (isRewrittenAnyway(relation, reviewed) || effects.rebuildsIndexes.length > 0) return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  const constraints = checkedAgain(findTable(reviewed.before, relation), column.name);
  if (constraints.length === 0) return undefined;
  const names = spokenList(constraints.map(({ name }) => name));
  return {
    what: `Changing ${column.name} from ${spokenType(column.type)} to ${newType} keeps the rows, but checks ${names} again for every row of ${spokenName(relation)} under ${spokenLocks(blockingLocks(effects))}.`,
    who: whoWaitsMeanwhile(effects),
    remedy: `Drop ${names} in the same statement, add ${constraints.length > 1 ? 'them' : 'it'} again NOT VALID, and VALIDATE CONSTRAINT in a later migration, which lets reads and writes go on.`,
    span: action.span,
    relations: [relation],
    fixes: checkLater(constraints, action, relation, migration),
    related: constraints.map(({ name, origin }) => ({ origin, message: `${name} was added here.` })),
  };
}

/** Constraints on the column whose truth for the existing rows the server does not take over to the new type. */
function checkedAgain(table: Table | undefined, column: string): readonly Constraint[] {
  if (table === undefined) return [];
  const ofColumn = table.constraints.filter(({ columns }) => columns.includes(column));
  const checks = ofColumn.filter(
    ({ kind, validated, enforced }) => kind === 'check' && validated && enforced,
  );
  // A foreign key is only looked up again where the comparison changes, and a check is whenever it names the column.
  return checks.length > 0 ? checks : ofColumn.filter(({ kind }) => kind === 'foreign key');
}

/** Around the type change in the same statement, so that no row gets in that breaks the check. */
function checkLater(
  [check, ...others]: readonly Constraint[],
  { span }: Action,
  table: QualifiedName,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (check?.kind !== 'check' || !check.local || others.length > 0) return [];
  const name = quoted(check.name);
  const inherited = check.noInherit ? ' NO INHERIT' : '';
  const definition = `CONSTRAINT ${name} CHECK (${sqlOf(check.expression)})${inherited}`;
  const later = validateLater(migration, { table, name: check.name, definition });
  if (later === undefined) return [];
  return [
    {
      title: `Make ${check.name} anew NOT VALID, and validate it in a later migration`,
      preferred: true,
      edits: [
        insertion(migration, span.start, `DROP CONSTRAINT ${name}, `),
        furtherAction(migration, span, `ADD ${definition} NOT VALID`),
        ...later,
      ],
    },
  ];
}
