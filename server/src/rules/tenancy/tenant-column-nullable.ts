import { findColumn, findTable, nameOf, spokenName, type Table } from '../../catalog';
import { nodeAs } from '../../sql';
import { columnConstraints } from '../fixes/columnDefinition';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { makesTable } from '../readings/actionKinds';
import { definitionSpan } from '../readings/givenTenantColumns';
import { couldBeNew, newTablesOf, type NewTable } from '../readings/newTables';
import { nullableColumnsOf } from '../readings/notNullProof';
import { relaxedColumn } from '../readings/relaxedColumns';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';

/**
 * A tenant column that may be null: a row without a tenant is of nobody, and policies, keys and joins all treat it
 * otherwise. A nullable column that is added to a table in use is the right first step of making it NOT NULL.
 */
export const tenantColumnNullable: Rule = {
  id: 'tenant-column-nullable',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A new tenant table whose tenant column may be null, or DROP NOT NULL of one',
  speaksOf: [...makesTable, 'AT_DropConstraint', 'AT_DropNotNull'],
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    for (const made of newTablesOf(migration)) yield* ofNewTable(made, migration);
    for (const reviewed of migration.statements) yield* ofRelaxedColumns(reviewed, migration);
  },
};

function* ofNewTable(made: NewTable, migration: ReviewedMigration): Iterable<Finding> {
  const column = nullableTenantColumn(made.table, migration);
  // What a partition lets in, its parent does.
  if (column === undefined || made.table.partitionOf !== undefined) return;
  yield findingFor(made.table, column, {
    span: columnSpan(made, column),
    remedy: `Make ${column} NOT NULL while the table is empty and nobody waits for it.`,
    fixes: makeNotNull(made, column, migration),
  });
}

function* ofRelaxedColumns(reviewed: ReviewedStatement, migration: ReviewedMigration): Iterable<Finding> {
  for (const { action } of reviewed.behaviour.actions) {
    const command = nodeAs(action.content, 'AlterTableCmd');
    const table = action.relation === undefined ? undefined : findTable(reviewed.before, action.relation);
    if (command === undefined || table === undefined || couldBeNew(nameOf(table), reviewed, migration))
      continue;
    const relaxed = relaxedColumn(command, table);
    const left = findTable(migration.after, nameOf(table));
    const column = left === undefined ? undefined : nullableTenantColumn(left, migration);
    if (left === undefined || column === undefined || column !== relaxed?.name) continue;
    yield findingFor(left, column, {
      span: action.span,
      remedy: `Keep ${column} NOT NULL; rows that belong to no tenant belong into a table under tenancy.sharedTables.`,
      fixes: [],
    });
  }
}

function findingFor(
  table: Table,
  column: string,
  rest: Pick<Finding, 'span' | 'remedy'> & { readonly fixes: readonly Fix[] },
): Finding {
  return {
    what: `${spokenName(nameOf(table))} takes rows whose ${column} is null.`,
    who: 'Such a row belongs to nobody: policies hide it from every tenant, or show it to all of them, and foreign and unique keys that include the tenant do not check it.',
    relations: [nameOf(table)],
    ...rest,
  };
}

/** The table's tenant column, where nothing keeps nulls out of it. Foreign tables declare it, and check nothing. */
function nullableTenantColumn(table: Table, { policy }: ReviewedMigration): string | undefined {
  const column = tenantColumnOf(table, policy.tenancy);
  if (column === undefined || table.kind === 'foreign' || table.uncertain !== undefined) return undefined;
  if (table.persistence === 'temporary' || !isTenantTable(table, policy.tenancy)) return undefined;
  return nullableColumnsOf(table, [column])[0];
}

/** Its definition, or the table's name where it comes from elsewhere, as in CREATE TABLE … AS. */
function columnSpan(made: NewTable, column: string): Finding['span'] {
  return definitionSpan(made.madeBy, column) ?? made.span;
}

function makeNotNull(made: NewTable, column: string, migration: ReviewedMigration): readonly Fix[] {
  const { statement } = made.madeBy;
  const span = definitionSpan(made.madeBy, column);
  const isDeclared = findColumn(findTable(made.madeBy.after, made.name), column)?.local === true;
  // A definition that says NULL would contradict it.
  if (span === undefined || !isDeclared || columnConstraints(statement, column, 'CONSTR_NULL').length > 0) {
    return [];
  }
  return [
    {
      title: `Make ${column} NOT NULL`,
      preferred: false,
      edits: [insertion(migration, span.end, ' NOT NULL')],
    },
  ];
}
