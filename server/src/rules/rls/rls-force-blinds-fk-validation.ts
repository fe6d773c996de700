import {
  findConstraint,
  findTable,
  quotedName,
  resolveRelation,
  spokenName,
  type QualifiedName,
} from '../../catalog';
import type { ExplainedAction } from '../../behaviour';
import { nameOfRangeVar, nodeAs } from '../../sql';
import { insertionAfter, insertionBefore } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { blindedTables } from '../readings/rowSecurity';

/** A foreign key that the server checks with a query which forced policies answer without any row. */
export const rlsForceBlindsFkValidation: Rule = {
  id: 'rls-force-blinds-fk-validation',
  category: 'rls',
  severity: 'warning',
  summary: 'A foreign key that is marked as valid unchecked because row-level security hides the rows',
  speaksOf: ['AT_AddConstraint', 'AT_ValidateConstraint'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const explained of reviewed.behaviour.actions) {
        const key = checkedKey(explained, reviewed);
        const finding = key && findingFor(key, explained, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

/** A foreign key whose existing rows the server checks now. */
interface CheckedKey {
  readonly child: QualifiedName;
  readonly parent: QualifiedName;
}

function checkedKey({ action }: ExplainedAction, { before }: ReviewedStatement): CheckedKey | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation: child } = action;
  if (command === undefined || child === undefined) return undefined;
  if (command.subtype === 'AT_AddConstraint') {
    const written = nodeAs(command.def, 'Constraint');
    const parent = nameOfRangeVar(written?.pktable);
    const isChecked = written?.contype === 'CONSTR_FOREIGN' && written.skip_validation !== true;
    return isChecked && parent !== undefined ? { child, parent: resolveRelation(before, parent) } : undefined;
  }
  if (command.subtype !== 'AT_ValidateConstraint' || command.name === undefined) return undefined;
  const table = findTable(before, child);
  const constraint = table && findConstraint(table, command.name);
  return constraint?.kind === 'foreign key' && !constraint.validated
    ? { child, parent: constraint.references }
    : undefined;
}

function findingFor(
  { child, parent }: CheckedKey,
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  // A table that this script makes has no rows to check.
  if (reviewed.createdHere.has(child)) return undefined;
  const blinded = blindedTables(reviewed, migration, [child, parent]);
  if (blinded.length === 0) return undefined;
  const hidesChild = blinded.includes(child);
  return {
    what: hidesChild
      ? `Row-level security is forced on ${spokenName(child)} and hides its rows from this check: the foreign key is marked as valid whatever they hold.`
      : `Row-level security is forced on ${spokenName(parent)} and hides its rows from this check: every row of ${spokenName(child)} seems to violate the foreign key (23503).`,
    who: hidesChild
      ? 'Rows without a parent stay in the tables of any tenant, while the planner and everybody else believe the key.'
      : 'The migration stops here, for every tenant that has such rows.',
    remedy:
      'Run it as a role with BYPASSRLS and say so in the policy (`runner.bypassesRls: true`), or take FORCE off within the same transaction.',
    span: action.span,
    relations: blinded,
    fixes: reviewed.inTransaction ? [liftedFor(blinded, reviewed, migration)] : [],
  };
}

/** Nobody can look meanwhile: the lock that NO FORCE takes is held until the transaction ends. */
function liftedFor(
  tables: readonly QualifiedName[],
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): Fix {
  const forEach = (clause: string) =>
    tables.map((table) => `ALTER TABLE ${quotedName(table)} ${clause} ROW LEVEL SECURITY;`).join('\n');
  return {
    title: 'Take FORCE off for the check and put it on again, in this transaction',
    preferred: false,
    edits: [
      insertionBefore(migration, statement, forEach('NO FORCE')),
      insertionAfter(migration, statement, forEach('FORCE')),
    ],
  };
}
