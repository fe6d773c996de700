import { findColumn, findTable, nameOf, type Column, type Table } from '../../catalog';
import { commaSeparatedSpans, nodeAs, offsetInFile, type Span } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { alterActionsOf } from './alterActions';
import { addedColumnDefinitions } from './columnDefinitions';
import { elementListOf } from './declaredConstraints';
import { couldBeNew, newTablesOf } from './newTables';
import { oncePerMigration } from './oncePerMigration';
import { isRowTenancy, isTenantTable, tenantColumnOf } from './tenantOwnership';

/** A tenant column that a migration brings into being, or gives another type. */
export interface GivenTenantColumn {
  /** As the migration leaves it. */
  readonly table: Table;
  readonly column: Column;
  /** `table`: with a table that nobody uses yet; else in one that has rows. */
  readonly by: 'table' | 'added column' | 'changed type';
  readonly reviewed: ReviewedStatement;
  /** The column's definition; the table's name where it has none, as in CREATE TABLE … AS. */
  readonly span: Span;
}

/** In order; none of a rollback, which gives back what was there, and none of partitions, which follow their parent. */
export const givenTenantColumns = oncePerMigration((migration): readonly GivenTenantColumn[] => {
  if (!isRowTenancy(migration.policy) || migration.direction === 'down') return [];
  return [...ofNewTables(migration), ...ofTablesInUse(migration)];
});

/** The place of a column's definition in the CREATE TABLE that makes its table. */
export function definitionSpan({ statement }: ReviewedStatement, column: string): Span | undefined {
  const definition = addedColumnDefinitions(statement).find(({ colname }) => colname === column);
  if (definition === undefined) return undefined;
  const start = offsetInFile(statement, definition.location);
  return commaSeparatedSpans(statement, elementListOf(statement)).find((part) => part.start === start);
}

function ofNewTables(migration: ReviewedMigration): readonly GivenTenantColumn[] {
  return newTablesOf(migration).flatMap(({ table, madeBy, span }) => {
    const column = tenantColumnIn(table, migration);
    if (column === undefined) return [];
    return {
      table,
      column,
      by: 'table',
      reviewed: madeBy,
      span: definitionSpan(madeBy, column.name) ?? span,
    };
  });
}

function ofTablesInUse(migration: ReviewedMigration): readonly GivenTenantColumn[] {
  return migration.statements.flatMap((reviewed) =>
    alterActionsOf(reviewed.statement).flatMap(({ command, relation, span }): GivenTenantColumn[] => {
      const by = command.subtype === undefined ? undefined : ways[command.subtype];
      const name = by === 'added column' ? nodeAs(command.def, 'ColumnDef')?.colname : command.name;
      const mayBeTenants = name !== undefined && migration.policy.tenancy.tenantColumns.includes(name);
      if (by === undefined || !mayBeTenants) return [];
      const made = findTable(reviewed.after, relation);
      const table = made === undefined ? undefined : findTable(migration.after, nameOf(made));
      const column = table === undefined ? undefined : tenantColumnIn(table, migration);
      if (table === undefined || column?.name !== name) return [];
      return [
        { table, column, by: couldBeNew(nameOf(table), reviewed, migration) ? 'table' : by, reviewed, span },
      ];
    }),
  );
}

const ways: Readonly<Record<string, GivenTenantColumn['by']>> = {
  AT_AddColumn: 'added column',
  AT_AlterColumnType: 'changed type',
};

function tenantColumnIn(table: Table, { policy }: ReviewedMigration): Column | undefined {
  const name = tenantColumnOf(table, policy.tenancy);
  const isOwned = isTenantTable(table, policy.tenancy) && table.persistence !== 'temporary';
  if (name === undefined || !isOwned || table.partitionOf !== undefined) return undefined;
  return table.uncertain === undefined ? findColumn(table, name) : undefined;
}
