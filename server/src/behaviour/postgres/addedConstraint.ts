import type { Constraint as WrittenConstraint, ConstrType } from '@pgsql/types';
import {
  findIndex,
  findTable,
  resolveRelation,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import type { Action, BehaviourContext } from '../model';
import { commandOf, isProvedNotNull, target, targetFamily } from './neighbours';

/** The constraint that an ADD CONSTRAINT of such a type adds. */
export function addedConstraint(
  action: Action,
  ...types: readonly ConstrType[]
): WrittenConstraint | undefined {
  const constraint = nodeAs(commandOf(action, 'AT_AddConstraint')?.def, 'Constraint');
  return constraint?.contype !== undefined && types.includes(constraint.contype) ? constraint : undefined;
}

/** NOT ENFORCED constraints are never checked, NOT VALID ones not now. */
export function isChecked(constraint: WrittenConstraint): boolean {
  return constraint.is_enforced === true && constraint.skip_validation !== true;
}

/** The tables whose rows the server reads because nothing rules out nulls in columns that become NOT NULL. */
export function notProvedNotNull(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return notProvedColumns(action, context, isProvedNotNull);
}

/** The tables in which a column that becomes NOT NULL is not yet proved to be so. */
export function notProvedColumns(
  action: Action,
  context: BehaviourContext,
  isProved: (table: Table | undefined, column: string) => boolean,
): readonly QualifiedName[] {
  const columns = requiredColumns(action, context.catalog);
  return targetFamily(action, context).filter((name) =>
    columns.some((column) => !isProved(findTable(context.catalog, name), column)),
  );
}

/** The columns that an added NOT NULL constraint or primary key makes NOT NULL. */
function requiredColumns(action: Action, catalog: Catalog): readonly string[] {
  const constraint = addedConstraint(action, 'CONSTR_PRIMARY', 'CONSTR_NOTNULL');
  if (constraint === undefined) return [];
  if (constraint.indexname === undefined) return stringsOf(constraint.keys);
  const schema = target(action)[0]?.split('.')[0];
  const index = findIndex(catalog, resolveRelation(catalog, { schema, name: constraint.indexname }));
  return (index?.keys ?? []).flatMap((key) => key.column ?? []);
}
