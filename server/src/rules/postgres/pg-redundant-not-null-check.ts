import {
  findTable,
  quoted,
  quotedName,
  resolveRelation,
  spokenName,
  type Constraint,
  type QualifiedName,
} from '../../catalog';
import type { ExplainedAction } from '../../behaviour';
import { nodeAs, type Statement } from '../../sql';
import { insertionAfter } from '../fixes/insertions';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { findingsByAction } from '../readings/findingsByAction';
import { someLaterStatement } from '../readings/laterScripts';
import { saysOnlyNotNull } from '../readings/notNullProof';

/** A CHECK that only served to prove NOT NULL, and is evaluated for every write from then on. */
export const pgRedundantNotNullCheck: Rule = {
  id: 'pg-redundant-not-null-check',
  category: 'lock',
  severity: 'hint',
  summary: 'SET NOT NULL that leaves a CHECK (… IS NOT NULL) of the same meaning behind',
  speaksOf: ['AT_SetNotNull'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_SetNotNull' || command.name === undefined || relation === undefined) {
    return undefined;
  }
  const check = leftBehind(relation, command.name, reviewed, migration);
  if (check === undefined) return undefined;
  const drop = `ALTER TABLE ${quotedName(relation)} DROP CONSTRAINT ${quoted(check.name)};`;
  return {
    what: `${command.name} is NOT NULL from here on, and the CHECK ${check.name} still says the same.`,
    who: `Every INSERT into and UPDATE of ${spokenName(relation)} evaluates both, for all tenants.`,
    remedy: `Drop ${check.name} after SET NOT NULL: it has served its purpose.`,
    span: action.span,
    relations: [relation],
    fixes: [
      {
        title: `Drop ${check.name} afterwards`,
        preferred: true,
        edits: [insertionAfter(migration, reviewed.statement, drop)],
      },
    ],
    related: [
      {
        origin: check.origin,
        message: `${check.name} was ${check.validated ? 'last added or validated' : 'added NOT VALID'} here${check.validated ? ': it is the proof that spares SET NOT NULL the scan' : ''}.`,
      },
    ],
  };
}

/** The check that neither the rest of this migration nor a later one drops. */
function leftBehind(
  relation: QualifiedName,
  column: string,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): Constraint | undefined {
  const names = (findTable(before, relation)?.constraints ?? [])
    .filter((constraint) => constraint.kind === 'check' && saysOnlyNotNull(constraint.expression, column))
    .map(({ name }) => name);
  const left = findTable(migration.after, relation)?.constraints.find(({ name }) => names.includes(name));
  if (left === undefined) return undefined;
  const isDroppedLater = someLaterStatement(migration, left.name, (statement) =>
    dropsConstraint(statement, relation, left.name, migration),
  );
  return isDroppedLater ? undefined : left;
}

function dropsConstraint(
  statement: Statement,
  table: QualifiedName,
  constraint: string,
  { after }: ReviewedMigration,
): boolean {
  return alterActionsOf(statement).some(
    ({ command, relation }) =>
      command.subtype === 'AT_DropConstraint' &&
      command.name === constraint &&
      resolveRelation(after, relation) === table,
  );
}
