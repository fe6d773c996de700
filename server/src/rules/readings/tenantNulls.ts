import type { Node } from '@pgsql/types';
import { findTable, nameOf, type Table } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import type { ReviewedMigration } from '../model';
import { alterActionsOf } from './alterActions';
import { someLaterStatement } from './laterScripts';
import { isOfThisMigration } from './madeHere';
import { nullableColumnsOf } from './notNullProof';
import { isTenantTable, tenantColumnOf } from './tenantOwnership';

/**
 * The tenant column of a table that was there before the migration, where rows without a tenant can be in it after it.
 * That a table is made so is a finding of its own, and so is what makes it so.
 */
export function oldNullableTenantColumn(table: Table, migration: ReviewedMigration): string | undefined {
  const { tenancy } = migration.policy;
  const left = findTable(migration.after, nameOf(table));
  const column = tenantColumnOf(left, tenancy);
  if (left === undefined || column === undefined || !isTenantTable(left, tenancy)) return undefined;
  if (left.uncertain !== undefined || isOfThisMigration(left.origin, migration)) return undefined;
  const [nullable] = nullableColumnsOf(left, [column]);
  return nullable === undefined || isRequiredLater(left, nullable, migration) ? undefined : nullable;
}

/** Keys before NOT NULL is the order of expand and contract: the doubt ends with the migration that says so. */
function isRequiredLater(table: Table, column: string, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, 'NOT NULL', (statement) =>
    alterActionsOf(statement).some(
      ({ command, relation }) =>
        command.subtype === 'AT_SetNotNull' &&
        command.name === column &&
        relation.name === table.name &&
        (relation.schema ?? table.schema) === table.schema,
    ),
  );
}

/** Whether an expression is `column IS NULL` and no more. */
export function saysOnlyNull(expression: Node, column: string): boolean {
  const test = nodeAs(expression, 'NullTest');
  return (
    test?.nulltesttype === 'IS_NULL' && stringsOf(nodeAs(test.arg, 'ColumnRef')?.fields).at(-1) === column
  );
}

/** Whether an expression that holds for a row says that the column is null, alone or joined to others by AND. */
export function impliesNull(expression: Node, column: string): boolean {
  const conjunction = nodeAs(expression, 'BoolExpr');
  return conjunction?.boolop === 'AND_EXPR'
    ? (conjunction.args ?? []).some((operand) => impliesNull(operand, column))
    : saysOnlyNull(expression, column);
}
