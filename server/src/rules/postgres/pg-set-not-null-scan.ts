import type { Node } from '@pgsql/types';
import type { Action, ExplainedAction } from '../../behaviour';
import { findConstraint, findTable, type Constraint, type Table } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import { withConstraintDrop } from '../fixes/downScript';
import { insertionBefore } from '../fixes/insertions';
import { laterMigration } from '../fixes/laterMigration';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { quoted, quotedName, spokenName } from '../readings/identifiers';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** SET NOT NULL that has to read the table, because no validated CHECK proves that the column holds no null. */
export const pgSetNotNullScan: Rule = {
  id: 'pg-set-not-null-scan',
  category: 'lock',
  severity: 'warning',
  summary: 'SET NOT NULL without a validated CHECK, which blocks reads and writes while all rows are checked',
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const column = columnOf(action.content);
  const { relation } = action;
  if (column === undefined || relation === undefined || !scansUnderLock(effects)) return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  const locks = blockingLocks(effects);
  const table = findTable(reviewed.before, relation);
  const check = table?.constraints.find((constraint) => provesNotNull(constraint, column));
  return {
    what: `SET NOT NULL takes ${spokenLocks(locks)}, and holds it while every row of ${spokenName(relation)} is checked for a null in ${column}.`,
    who: `Until then and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      check === undefined
        ? remedyWithoutCheck(column, migration)
        : `Its CHECK ${check.name} is not validated yet: VALIDATE CONSTRAINT first, which lets reads and writes go on, and SET NOT NULL reads nothing more.`,
    span: action.span,
    relations: [relation],
    fixes:
      check === undefined
        ? twoSteps(action, column, table, migration)
        : validateFirst(check, action, reviewed, migration),
    ...(check === undefined
      ? {}
      : { related: [{ origin: check.origin, message: `${check.name} was added NOT VALID here.` }] }),
  };
}

/** The column of a SET NOT NULL, or of an ADD CONSTRAINT … NOT NULL, which checks all rows likewise. */
function columnOf(content: Node): string | undefined {
  const command = nodeAs(content, 'AlterTableCmd');
  if (command?.subtype === 'AT_SetNotNull') return command.name;
  const constraint = nodeAs(command?.def, 'Constraint');
  if (command?.subtype !== 'AT_AddConstraint' || constraint?.contype !== 'CONSTR_NOTNULL') return undefined;
  return stringsOf(constraint.keys)[0];
}

/** Whether the check, once validated, is `column IS NOT NULL`, alone or joined to others by AND. */
function provesNotNull(constraint: Constraint, column: string): boolean {
  return (
    constraint.kind === 'check' && !constraint.validated && impliesNotNull(constraint.expression, column)
  );
}

function impliesNotNull(expression: Node, column: string): boolean {
  const conjunction = nodeAs(expression, 'BoolExpr');
  if (conjunction?.boolop === 'AND_EXPR') {
    return (conjunction.args ?? []).some((operand) => impliesNotNull(operand, column));
  }
  const test = nodeAs(expression, 'NullTest');
  return (
    test?.nulltesttype === 'IS_NOT_NULL' && stringsOf(nodeAs(test.arg, 'ColumnRef')?.fields).at(-1) === column
  );
}

function remedyWithoutCheck(column: string, migration: ReviewedMigration): string {
  return hasNotNullNotValid(migration)
    ? `Add the constraint NOT NULL ${quoted(column)} NOT VALID, and VALIDATE CONSTRAINT in a later migration, which lets reads and writes go on.`
    : `Add CHECK (${quoted(column)} IS NOT NULL) NOT VALID, and in a later migration VALIDATE CONSTRAINT, then SET NOT NULL, which reads nothing more, and drop the CHECK.`;
}

/** PostgreSQL 18 knows NOT NULL constraints that are not valid yet. */
function hasNotNullNotValid({ policy }: ReviewedMigration): boolean {
  return Number.parseInt(policy.version, 10) >= 18;
}

/** VALIDATE in the same transaction does no harm where the CHECK is of an earlier one: the strong lock comes after it. */
function validateFirst(
  check: Constraint,
  { relation }: Action,
  { statement, held }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (relation === undefined || check.origin.path === migration.script.path || held.has(relation)) return [];
  const validate = `ALTER TABLE ${quotedName(relation)} VALIDATE CONSTRAINT ${quoted(check.name)};`;
  return [
    {
      title: `Validate ${check.name} first`,
      preferred: true,
      edits: [insertionBefore(migration, statement, `${validate}\n`)],
    },
  ];
}

/** Here the constraint for new rows; in a later migration the check of the old ones, which blocks nobody. */
function twoSteps(
  { relation, span }: Action,
  column: string,
  table: Table | undefined,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (relation === undefined || table === undefined) return [];
  const recipe = hasNotNullNotValid(migration) ? notNullRecipe : checkRecipe;
  const name = freeConstraintName(table, `${table.name}_${column}_not_null`);
  const { added, later, undone } = recipe(quotedName(relation), quoted(column), quoted(name));
  const files = laterMigration(migration, {
    title: `${table.name} ${column} not null`,
    up: later,
    down: undone,
    transaction: 'per-file',
  });
  if (files === undefined) return [];
  const down = withConstraintDrop(migration, relation, column, `DROP CONSTRAINT ${quoted(name)}`);
  return [
    {
      title: 'Add the constraint NOT VALID, and validate it in a later migration',
      preferred: true,
      edits: [{ path: migration.script.path, span, newText: added }, ...down, ...files],
    },
  ];
}

interface Recipe {
  /** The action that takes the place of SET NOT NULL. */
  readonly added: string;
  readonly later: readonly string[];
  readonly undone: readonly string[];
}

function checkRecipe(table: string, column: string, name: string): Recipe {
  const added = `ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL) NOT VALID`;
  return {
    added,
    later: [
      `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`,
      `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`,
      `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
    ],
    undone: [`ALTER TABLE ${table} ${added}`, `ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`],
  };
}

function notNullRecipe(table: string, column: string, name: string): Recipe {
  const added = `ADD CONSTRAINT ${name} NOT NULL ${column} NOT VALID`;
  return {
    added,
    later: [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`],
    undone: [`ALTER TABLE ${table} DROP CONSTRAINT ${name}`, `ALTER TABLE ${table} ${added}`],
  };
}

function freeConstraintName(table: Table, wanted: string): string {
  let name = wanted;
  for (let pass = 1; findConstraint(table, name) !== undefined; pass++) name = `${wanted}${pass}`;
  return name;
}
