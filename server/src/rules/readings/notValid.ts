import type { Action } from '../../behaviour';
import type { Constraint, QualifiedName } from '../../catalog';
import { nodeAs, type NodeOf, type Statement } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { addedConstraint, type NamedConstraint } from './addedConstraints';
import { isKeyword, tokensWithin } from './tokens';

/** A constraint that an ALTER TABLE adds NOT VALID. */
export interface NotValidConstraint extends NamedConstraint {
  readonly action: Action;
  readonly reviewed: ReviewedStatement;
}

/** The constraints that the statement adds NOT VALID, as far as their names can be told. */
export function addedNotValid(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
): readonly NotValidConstraint[] {
  return reviewed.behaviour.actions.flatMap(({ action }) => {
    const command = nodeAs(action.content, 'AlterTableCmd');
    const written = nodeAs(command?.def, 'Constraint');
    const { relation: table, span } = action;
    if (command?.subtype !== 'AT_AddConstraint' || table === undefined) return [];
    const kind = written === undefined ? undefined : kindOf(written);
    if (written?.skip_validation !== true || kind === undefined) return [];
    const named = addedConstraint(migration, reviewed, { table, kind, written, span });
    if (named === undefined) return [];
    const definition = withoutNotValid(named.definition, reviewed.statement, action);
    return [{ ...named, definition, action, reviewed }];
  });
}

/** A VALIDATE CONSTRAINT. */
export interface Validation {
  readonly table: QualifiedName;
  readonly constraint: string;
  readonly action: Action;
  /** Tables that are read for it: the table, its partitions, and what a foreign key references. */
  readonly scans: readonly QualifiedName[];
}

export function validationsOf({ behaviour }: ReviewedStatement): readonly Validation[] {
  return behaviour.actions.flatMap(({ action, effects }) => {
    const command = nodeAs(action.content, 'AlterTableCmd');
    const { relation: table } = action;
    if (command?.subtype !== 'AT_ValidateConstraint' || command.name === undefined || table === undefined)
      return [];
    return [{ table, constraint: command.name, action, scans: effects.scans }];
  });
}

/** The addition, in the same transaction, of the constraint that is validated: in the same statement or in an earlier one. */
export function additionInSameTransaction(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { table, constraint }: Validation,
): NotValidConstraint | undefined {
  const earlier = reviewed.inTransaction ? sameTransactionBefore(migration, reviewed) : [];
  return [...earlier, reviewed]
    .flatMap((each) => addedNotValid(migration, each))
    .find((added) => added.table === table && added.name === constraint);
}

/** The statements of the transaction in which a statement runs that come before it. */
export function sameTransactionBefore(
  { statements }: ReviewedMigration,
  reviewed: ReviewedStatement,
): readonly ReviewedStatement[] {
  const before = statements.slice(0, statements.indexOf(reviewed));
  const boundary = before.findLastIndex(
    (each) => nodeAs(each.statement.tree, 'TransactionStmt') !== undefined,
  );
  return before.slice(boundary + 1);
}

function kindOf({ contype }: NodeOf<'Constraint'>): Constraint['kind'] | undefined {
  switch (contype) {
    case 'CONSTR_CHECK':
      return 'check';
    case 'CONSTR_FOREIGN':
      return 'foreign key';
    case 'CONSTR_NOTNULL':
      return 'not null';
    default:
      return undefined;
  }
}

function withoutNotValid(definition: string, statement: Statement, { span }: Action): string {
  const tokens = tokensWithin(statement, span);
  const place = tokens.findLastIndex(
    (token, each) => isKeyword(token, 'NOT') && isKeyword(tokens[each + 1], 'VALID'),
  );
  const [from, to] = [tokens[place], tokens[place + 1]];
  if (from === undefined || to === undefined) return definition;
  // Both texts end at the same place of the file.
  const offset = definition.length - span.end;
  return `${definition.slice(0, from.start + offset).trimEnd()}${definition.slice(to.end + offset)}`;
}
