import { findColumn, findTable, nameOf, spokenList, spokenName, type Constraint } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByDroppedConstraint, type DroppedConstraint } from '../readings/droppedConstraints';
import { isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';

/** DROP CONSTRAINT of a foreign key, as far as rows without a parent go; its locks are another rule's. */
export const pgDropFk: Rule = {
  id: 'pg-drop-fk',
  category: 'compatibility',
  severity: 'info',
  summary: 'DROP CONSTRAINT of a foreign key, which lets rows without a parent in',
  speaksOf: ['AT_DropConstraint'],
  check: (migration) => findingsByDroppedConstraint(migration, findingFor),
};

type ForeignKey = Extract<Constraint, { kind: 'foreign key' }>;

function findingFor(
  { table, constraint, left, span }: DroppedConstraint,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  if (constraint.kind !== 'foreign key' || !constraint.enforced) return undefined;
  const isReplaced = left.constraints.some(
    (other) =>
      other.kind === 'foreign key' &&
      other.references === constraint.references &&
      constraint.columns.every((column) => other.columns.includes(column)),
  );
  const goes =
    findTable(migration.after, constraint.references) === undefined ||
    constraint.columns.some((column) => findColumn(left, column) === undefined);
  if (isReplaced || goes) return undefined;
  const [child, parent] = [spokenName(nameOf(table)), spokenName(constraint.references)];
  const guards = guardsTenant(constraint, table, reviewed, migration);
  return {
    what: `Without ${constraint.name} the server lets ${spokenList(constraint.columns)} of ${child} point to rows of ${parent} that do not exist${guards ? ', or that belong to another tenant' : ''}${actionThatStops(constraint, parent)}.`,
    who: guards
      ? 'One tenant’s rows may refer to another tenant’s from then on, and the key cannot be added again while one of them does.'
      : 'Joins of every tenant may lose rows from then on, and the key cannot be added again while one row has no parent.',
    remedy:
      'Drop it only where the application guarantees the same; to change it, add the new key in the same migration.',
    span,
    relations: [nameOf(table), constraint.references],
    related: [{ origin: constraint.origin, message: `${constraint.name} was added here.` }],
    ...(guards ? { severity: 'warning' as const } : {}),
  };
}

/** A key over the tenant column of both tables is what keeps references within a tenant. */
function guardsTenant(
  { columns, references }: ForeignKey,
  table: DroppedConstraint['table'],
  { before }: ReviewedStatement,
  { policy: { tenancy } }: ReviewedMigration,
): boolean {
  const column = tenantColumnOf(table, tenancy);
  return (
    column !== undefined &&
    columns.length > 1 &&
    columns.includes(column) &&
    isTenantTable(findTable(before, references), tenancy)
  );
}

function actionThatStops({ onDelete }: ForeignKey, parent: string): string {
  switch (onDelete) {
    case 'cascade':
      return `, and rows no longer go when their row of ${parent} is deleted`;
    case 'set null':
    case 'set default':
      return `, and references are no longer cleared when a row of ${parent} is deleted`;
    case 'no action':
    case 'restrict':
      return '';
  }
}
