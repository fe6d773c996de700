import type { Node } from '@pgsql/types';
import type { Action } from '../../behaviour';
import { findTable, nameOf, type Table } from '../../catalog';
import { nodeAs, type Span } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { declaredConstraints, type DeclaredConstraint } from './declaredConstraints';
import { couldBeNew } from './newTables';
import { oncePerMigration } from './oncePerMigration';
import { isRowTenancy, isTenantTable, tenantColumnOf } from './tenantOwnership';

/** A default that a statement gives to the tenant column of a tenant table. */
export interface TenantDefault {
  /** As the statement leaves it. */
  readonly table: Table;
  readonly column: string;
  readonly value: Node;
  readonly span: Span;
  readonly reviewed: ReviewedStatement;
  readonly given:
    | { readonly by: 'definition'; readonly declared: DeclaredConstraint; readonly toExistingRows: boolean }
    | { readonly by: 'set default'; readonly action: Action };
}

/** The defaults of tenant columns in a migration, in order; none in a rollback, which only gives back what was there. */
export const tenantDefaultsOf = oncePerMigration((migration): readonly TenantDefault[] => {
  if (!isRowTenancy(migration.policy) || migration.direction === 'down') return [];
  return migration.statements.flatMap((reviewed) => [
    ...inDefinitions(reviewed, migration),
    ...laterOn(reviewed, migration),
  ]);
});

function inDefinitions(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly TenantDefault[] {
  return declaredConstraints(reviewed.statement).flatMap((declared) => {
    const { constraint, column, span } = declared;
    const { relname: name, schemaname: schema } = declared.table;
    if (constraint.contype !== 'CONSTR_DEFAULT' || constraint.raw_expr === undefined) return [];
    const table = name === undefined ? undefined : findTable(reviewed.after, { schema, name });
    if (table === undefined || !isItsTenantColumn(table, column, migration)) return [];
    const toExistingRows =
      nodeAs(reviewed.statement.tree, 'CreateStmt') === undefined &&
      !couldBeNew(nameOf(table), reviewed, migration);
    const given = { by: 'definition', declared, toExistingRows } as const;
    return [{ table, column, value: constraint.raw_expr, span, reviewed, given }];
  });
}

function laterOn(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly TenantDefault[] {
  return reviewed.behaviour.actions.flatMap(({ action }) => {
    const command = nodeAs(action.content, 'AlterTableCmd');
    if (command?.subtype !== 'AT_ColumnDefault' || command.def === undefined) return [];
    const table = action.relation === undefined ? undefined : findTable(reviewed.after, action.relation);
    if (table === undefined || !isItsTenantColumn(table, command.name, migration)) return [];
    const given = { by: 'set default', action } as const;
    return [{ table, column: command.name, value: command.def, span: action.span, reviewed, given }];
  });
}

function isItsTenantColumn(
  table: Table,
  column: string | undefined,
  { policy }: ReviewedMigration,
): column is string {
  if (column === undefined || table.persistence === 'temporary') return false;
  return isTenantTable(table, policy.tenancy) && tenantColumnOf(table, policy.tenancy) === column;
}
