import { findColumn, nameOf, spokenName } from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import type { Finding, Rule } from '../model';
import { findingsByDroppedConstraint, type DroppedConstraint } from '../readings/droppedConstraints';

/** DROP CONSTRAINT of a CHECK that nothing in the same migration takes the place of. */
export const pgDropCheck: Rule = {
  id: 'pg-drop-check',
  category: 'compatibility',
  severity: 'info',
  summary: 'DROP CONSTRAINT of a CHECK, which lets in values that code may rely on not to meet',
  speaksOf: ['AT_DropConstraint'],
  check: (migration) => findingsByDroppedConstraint(migration, findingFor),
};

/** A condition of more characters than this would bury the message. */
const longestCondition = 100;

function findingFor({ table, constraint, left, span }: DroppedConstraint): Finding | undefined {
  if (constraint.kind !== 'check' || !constraint.validated || !constraint.enforced) return undefined;
  const isReplaced = left.constraints.some(
    (other) =>
      other.kind === 'check' &&
      (other.name === constraint.name || other.columns.some((column) => constraint.columns.includes(column))),
  );
  const [column, ...others] = constraint.columns;
  // The step after SET NOT NULL: the column itself says now what the check has proved.
  const saysNotNull =
    nodeAs(constraint.expression, 'NullTest') !== undefined && others.length === 0 && column !== undefined;
  if (isReplaced || (saysNotNull && findColumn(left, column)?.notNull === true)) return undefined;
  if (constraint.columns.every((each) => findColumn(left, each) === undefined)) return undefined;
  const condition = sqlOf(constraint.expression);
  const spoken = condition.length > longestCondition ? 'its condition' : condition;
  return {
    what: `Without ${constraint.name} nothing holds rows of ${spokenName(nameOf(table))} to ${spoken} any more.`,
    who: 'Application code of every tenant may now meet values that it was written not to expect, and the way back is barred as soon as one such row is there.',
    remedy:
      'Drop it once no code relies on it; where the rule only changes, add the new CHECK in the same migration.',
    span,
    relations: [nameOf(table)],
    related: [{ origin: constraint.origin, message: `${constraint.name} was added here.` }],
  };
}
