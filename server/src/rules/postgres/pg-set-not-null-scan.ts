import type { Node } from '@pgsql/types';
import type { Action, ExplainedAction } from '../../behaviour';
import { findTable, quoted, quotedName, spokenName, type Constraint } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import { insertionBefore } from '../fixes/insertions';
import { notNullLater } from '../fixes/notNullLater';
import { hasNotNullNotValid } from '../../rewrite';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { couldBeNew } from '../readings/newTables';
import { impliesNotNull } from '../readings/notNullProof';
import { isRewrittenAnyway } from '../readings/rewrites';
import { changesTypeOf } from '../readings/typeChanges';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** SET NOT NULL that has to read the table, because no validated CHECK proves that the column holds no null. */
export const pgSetNotNullScan: Rule = {
  id: 'pg-set-not-null-scan',
  category: 'lock',
  severity: 'warning',
  summary: 'SET NOT NULL without a validated CHECK, which blocks reads and writes while all rows are checked',
  speaksOf: ['AT_SetNotNull', 'AT_AddConstraint'],
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
  if (couldBeNew(relation, reviewed, migration) || isRewrittenAnyway(relation, reviewed)) return undefined;
  // pg-change-type-with-not-null speaks of both together.
  if (changesTypeOf(reviewed, column)) return undefined;
  const locks = blockingLocks(effects);
  const table = findTable(reviewed.before, relation);
  const proof = table?.constraints.find((constraint) => wouldProveNotNull(constraint, column));
  return {
    what: `SET NOT NULL takes ${spokenLocks(locks)}, and holds it while every row of ${spokenName(relation)} is checked for a null in ${column}.`,
    who: `Until then and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: proof === undefined ? remedyWithoutProof(column, migration) : remedyWith(proof),
    span: action.span,
    relations: [relation],
    fixes:
      proof !== undefined
        ? validateFirst(proof, action, reviewed, migration)
        : table === undefined
          ? []
          : notNullLater(migration, action, table, column),
    ...(proof === undefined
      ? {}
      : { related: [{ origin: proof.origin, message: `${proof.name} was added NOT VALID here.` }] }),
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

/** Whether the constraint, once validated, says that the column holds no null. */
function wouldProveNotNull(constraint: Constraint, column: string): boolean {
  if (constraint.validated) return false;
  if (constraint.kind === 'not null') return constraint.columns[0] === column;
  return constraint.kind === 'check' && constraint.enforced && impliesNotNull(constraint.expression, column);
}

function remedyWith(proof: Constraint): string {
  return proof.kind === 'not null'
    ? `Its constraint ${proof.name} says so already and is only not validated yet: VALIDATE CONSTRAINT, which lets reads and writes go on, is all that is left to do.`
    : `Its CHECK ${proof.name} is not validated yet: VALIDATE CONSTRAINT first, which lets reads and writes go on, and SET NOT NULL reads nothing more.`;
}

function remedyWithoutProof(column: string, migration: ReviewedMigration): string {
  return hasNotNullNotValid(migration)
    ? `Add the constraint NOT NULL ${quoted(column)} NOT VALID, and VALIDATE CONSTRAINT in a later migration, which lets reads and writes go on.`
    : `Add CHECK (${quoted(column)} IS NOT NULL) NOT VALID, and in a later migration VALIDATE CONSTRAINT, then SET NOT NULL, which reads nothing more, and drop the CHECK.`;
}

/** VALIDATE in the same transaction does no harm where the constraint is of an earlier one: the strong lock comes after it. */
function validateFirst(
  proof: Constraint,
  { relation, span }: Action,
  { statement, held, behaviour }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (relation === undefined || proof.origin.path === migration.script.path || held.has(relation)) return [];
  const validate = `VALIDATE CONSTRAINT ${quoted(proof.name)}`;
  if (proof.kind === 'not null') {
    // Other actions of the statement may need a stronger lock, and take it before this one validates.
    if (behaviour.actions.length > 1) return [];
    const edit = { path: migration.script.path, span, newText: validate };
    return [{ title: `Validate ${proof.name} instead`, preferred: true, edits: [edit] }];
  }
  return [
    {
      title: `Validate ${proof.name} first`,
      preferred: true,
      edits: [insertionBefore(migration, statement, `ALTER TABLE ${quotedName(relation)} ${validate};\n`)],
    },
  ];
}
